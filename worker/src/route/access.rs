//! Who may ask for what: the one table of it.

use super::desk::Desk;
use super::office::Office;
use crate::auth::principal::{Access, Role};

impl Office<'_> {
    pub fn access(&self) -> Access {
        use Role::{Director, Integration, Manager, Reader};
        match self {
            Office::Aggregates => Access::Of(&[Director, Manager, Reader]),
            Office::Callbacks | Office::Responses | Office::Export(_) => {
                Access::Of(&[Director, Manager])
            }
            Office::Events | Office::Event(_) | Office::Invites(_) => {
                Access::Of(&[Director, Manager, Integration])
            }
            // No manager judges the answers to his own events.
            Office::Ruling(..) => Access::Of(&[Director]),
            Office::Director
            | Office::Suspects
            | Office::Notices
            | Office::EventList
            | Office::EventForm
            | Office::EventPage(_)
            | Office::EventInvites(_) => Access::Page,
            Office::OpenApi | Office::Surveys | Office::Session | Office::SessionEnd => {
                Access::Open
            }
        }
    }
}

impl Desk<'_> {
    pub fn access(&self) -> Access {
        match self {
            Desk::Import | Desk::Survey(_) => Access::Of(&[Role::Director]),
            Desk::Email(_) | Desk::Qr(..) => Access::Open,
        }
    }
}
