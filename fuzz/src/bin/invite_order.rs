//! An order for invites: as JSON, and as a table of references.
#![cfg_attr(fuzzing, no_main)]

use otklik_fuzz::text::{are_errors, is_line};
use otklik_survey::event::invite::{InviteDraft, InviteOrder};
use otklik_survey::response::reference;
use otklik_survey::{csv, limits};

otklik_fuzz::target!(check);

fn check(bytes: &[u8]) {
    if let Ok(draft) = serde_json::from_slice::<InviteDraft>(bytes) {
        check_order(&draft);
    }
    let references = csv::first_column(bytes);
    // Written as a table again, they are read as the same.
    let mut table = String::from("ref\n");
    for reference in &references {
        csv::push_cell(&mut table, reference);
        table.push('\n');
    }
    let is_given = |reference: &&String| !reference.trim().is_empty();
    let given: Vec<&String> = references.iter().filter(is_given).collect();
    let again = csv::first_column(table.as_bytes());
    assert_eq!(again.iter().collect::<Vec<_>>(), given);
    check_order(&InviteDraft {
        references,
        ..InviteDraft::default()
    });
}

/// Any moment: it bounds `sent_at_ms` alone.
const NOW_MS: i64 = 0;

fn check_order(draft: &InviteDraft) {
    let order = match InviteOrder::accept(draft, NOW_MS) {
        Err(errors) => return are_errors(&errors),
        Ok(order) => order,
    };
    let references = order.references();
    assert!((1..=limits::INVITES_MAX).contains(&references.len()));
    for found in references {
        is_line(found, limits::REFERENCE_MAX_CHARS);
        assert_eq!(reference::of_invite(found).as_ref(), Ok(found));
    }
    let again = InviteDraft {
        references: references.to_vec(),
        ..InviteDraft::default()
    };
    let again = InviteOrder::accept(&again, NOW_MS);
    assert_eq!(
        again.as_ref().map(InviteOrder::references),
        Ok(references),
        "accepted again it is another"
    );
}
