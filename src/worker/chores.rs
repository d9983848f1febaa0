//! One round of each chore.

use std::sync::Arc;
use std::time::Duration;

use super::Chore;
use crate::app::{Portal, reminding, seal_all_audit, seal_audit, sweeping};
use crate::mail::{Post, deliver_waiting};
use crate::store::Store;

const SEALER: &str = "sealer";
const PLANNER: &str = "planner";
const DELIVERER: &str = "deliverer";
const TIDIER: &str = "tidier";

/// How long an act may wait for its seal.
const SEAL_EVERY: Duration = Duration::from_secs(10);
/// How long after midnight, or after a report came, letters may be out of date.
const PLAN_EVERY: Duration = Duration::from_secs(60);
/// How long what was left in the folder of documents may stay after its day.
const TIDY_EVERY: Duration = Duration::from_secs(300);
/// How long a letter may wait before its first attempt.
const DELIVER_EVERY: Duration = Duration::from_secs(2);

/// All chores; without a post letters are written, and wait.
pub fn chores(portal: &Arc<Portal>, post: Option<Post>) -> Vec<Chore> {
    let mut chores = vec![sealer(portal), planner(portal), tidier(portal)];
    chores.extend(post.map(|post| deliverer(portal, post)));
    chores.iter().for_each(|chore| portal.rounds().begin(chore.name));
    chores
}

/// Seals what is noted in the audit; until it has once found also what another program left, it looks for that after
/// what waits, since reading the whole log may take long or fail.
fn sealer(portal: &Arc<Portal>) -> Chore {
    let (portal, mut has_looked) = (Arc::clone(portal), false);
    let round = move || {
        let (store, now): (&Store, _) = (portal.store(), portal.clock().now());
        let mut round = seal_audit(store, now);
        if round.is_ok() && !has_looked {
            round = seal_all_audit(store, now);
            has_looked = round.is_ok();
        }
        match round {
            Ok(_) => portal.rounds().note(SEALER, now),
            Err(error) => tracing::warn!(%error, "acts could not be sealed"),
        }
    };
    Chore { name: SEALER, every: SEAL_EVERY, round: Box::new(round) }
}

/// Writes the letters that are due.
fn planner(portal: &Arc<Portal>) -> Chore {
    let portal = Arc::clone(portal);
    let round = move || {
        let planned = portal
            .refresh()
            .map_err(anyhow::Error::from)
            .and_then(|()| reminding::write_due(portal.store(), &portal.edition(), portal.clock().now()));
        match planned {
            Ok(written) => {
                portal.rounds().note(PLANNER, portal.clock().now());
                if written != reminding::Written::default() {
                    tracing::info!(messages = written.messages, withdrawn = written.withdrawn, "reminders planned");
                }
            }
            Err(error) => tracing::warn!(%error, "reminders could not be planned"),
        }
    };
    Chore { name: PLANNER, every: PLAN_EVERY, round: Box::new(round) }
}

/// Clears away what was left in the folder of documents.
fn tidier(portal: &Arc<Portal>) -> Chore {
    let portal = Arc::clone(portal);
    let round = move || {
        let now = portal.clock().now();
        match sweeping::clear_passage(portal.store(), portal.files(), now) {
            Ok(count) => {
                portal.rounds().note(TIDIER, now);
                if count > 0 {
                    tracing::info!(count, "cleared away files that nobody went on with");
                }
            }
            Err(error) => tracing::warn!(%error, "files that nobody went on with could not be cleared away"),
        }
    };
    Chore { name: TIDIER, every: TIDY_EVERY, round: Box::new(round) }
}

/// Delivers the letters that wait.
fn deliverer(portal: &Arc<Portal>, post: Post) -> Chore {
    let portal = Arc::clone(portal);
    let round = move || match deliver_waiting(portal.store(), &post, portal.clock().now()) {
        Ok(_) => portal.rounds().note(DELIVERER, portal.clock().now()),
        Err(error) => tracing::warn!(%error, "letters wait: the database does not answer"),
    };
    Chore { name: DELIVERER, every: DELIVER_EVERY, round: Box::new(round) }
}
