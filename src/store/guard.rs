//! Tells a thread that it is inside a write already.

use std::cell::Cell;

use super::error::{StoreError, StoreResult};

thread_local! {
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// Runs work of a write. The mark is taken off again even when the work panics.
pub(super) fn while_writing<R>(work: impl FnOnce() -> R) -> R {
    struct Mark;
    impl Drop for Mark {
        fn drop(&mut self) {
            WRITING.set(false);
        }
    }
    WRITING.set(true);
    let _mark = Mark;
    work()
}

/// Refuses to start anything in the middle of a write: on SQLite a write would wait for itself for ever,
/// and a read would not see what the write has done so far.
pub(super) fn refuse_inside_a_write() -> StoreResult<()> {
    match WRITING.get() {
        true => Err(StoreError::Refused("inside a write, use the connection it was given".into())),
        false => Ok(()),
    }
}
