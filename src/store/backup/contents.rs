//! What a database holds, in a form that can be compared.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::table::{Kept, Visit, each_page, visit_all};
use crate::store::{Db, StoreError, StoreResult};

/// How many rows a table holds, and a fingerprint of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableContents {
    /// Name of the table.
    pub table: &'static str,
    /// Number of rows.
    pub rows: usize,
    /// SHA-256 over the rows in the order of their keys, in hexadecimal; the same on both engines.
    pub sha256: String,
}

/// What each table holds. For a moving database, call it inside [`crate::store::Store::snapshot`].
pub fn contents(db: &mut Db) -> StoreResult<Vec<TableContents>> {
    struct Count<'a>(&'a mut Db, Vec<TableContents>);
    impl Visit for Count<'_> {
        fn visit<R: Kept>(&mut self) -> StoreResult<()> {
            let Self(db, tables) = self;
            tables.push(contents_of::<R>(db)?);
            Ok(())
        }
    }
    let mut count = Count(db, Vec::new());
    visit_all(&mut count)?;
    Ok(count.1)
}

fn contents_of<R: Kept>(db: &mut Db) -> StoreResult<TableContents> {
    let mut hash = Sha256::new();
    let mut count = 0;
    each_page(db, |rows: &[R]| {
        for row in rows {
            // One line of JSON per row: nothing can run over into the next.
            let line = serde_json::to_vec(row).map_err(|error| StoreError::Refused(error.to_string()))?;
            hash.update(&line);
            hash.update(b"\n");
        }
        count += rows.len();
        Ok(())
    })?;
    let sha256 = HEXLOWER.encode(&hash.finalize());
    Ok(TableContents { table: R::TABLE, rows: count, sha256 })
}
