//! The mailing services and their merge fields.

/// The services with known merge fields and unsubscribe links, and one for all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    UniSender,
    SendPulse,
    Mailchimp,
    Generic,
}

impl Service {
    pub const ALL: [Service; 4] = [
        Service::UniSender,
        Service::SendPulse,
        Service::Mailchimp,
        Service::Generic,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Service::UniSender => "unisender",
            Service::SendPulse => "sendpulse",
            Service::Mailchimp => "mailchimp",
            Service::Generic => "generic",
        }
    }

    pub fn parse(word: &str) -> Option<Service> {
        let mut all = Service::ALL.into_iter();
        all.find(|service| service.word() == word)
    }

    /// The field of a contact that holds the reader's own vote address. A tag of Mailchimp's has ten
    /// characters at most: the name fits all of them.
    pub const fn field(self) -> &'static str {
        match self {
            Service::UniSender | Service::SendPulse | Service::Generic => "otklik_url",
            Service::Mailchimp => "OTKLIK_URL",
        }
    }

    /// The merge field of the recipient's own vote address.
    pub const fn address(self) -> &'static str {
        match self {
            Service::UniSender | Service::SendPulse | Service::Generic => "{{otklik_url}}",
            Service::Mailchimp => "*|OTKLIK_URL|*",
        }
    }

    /// The merge field of the unsubscribe address.
    pub const fn unsubscribe(self) -> &'static str {
        match self {
            Service::UniSender => "{{UnsubscribeUrl}}",
            Service::SendPulse | Service::Generic => "{{unsubscribe_url}}",
            Service::Mailchimp => "*|UNSUB|*",
        }
    }

    /// The merge field of the sender's postal address, where the service requires one.
    pub const fn postal_address(self) -> Option<&'static str> {
        match self {
            Service::SendPulse => Some("{{ec_es_email_sender_address}}"),
            Service::Mailchimp => Some("*|LIST:ADDRESSLINE|*"),
            Service::UniSender | Service::Generic => None,
        }
    }
}
