//! The transports that deliver a message to the agency, one file each.

mod email;
mod telegram;
mod webhook;

use super::policy::Attempt;
use crate::platform::bindings::Bindings;
use crate::store::Claimed;
use otklik_embed::settings::Settings;
use wasm_bindgen::JsValue;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Telegram,
    Webhook,
    Email,
}

impl Transport {
    const ALL: [Transport; 3] = [Transport::Telegram, Transport::Webhook, Transport::Email];

    pub const fn as_str(self) -> &'static str {
        match self {
            Transport::Telegram => "telegram",
            Transport::Webhook => "webhook",
            Transport::Email => "email",
        }
    }

    /// Those that the settings set.
    pub fn set(settings: &Settings) -> impl Iterator<Item = Transport> {
        let is_set = |transport: &Transport| match transport {
            Transport::Telegram => settings.telegram_chat.is_some(),
            Transport::Webhook => settings.webhook_url.is_some(),
            Transport::Email => settings.email_to.is_some(),
        };
        Transport::ALL.into_iter().filter(is_set)
    }

    /// # Errors
    /// A secret or a binding that the transport needs is missing.
    pub fn check(self, bindings: &Bindings) -> worker::Result<()> {
        match self {
            Transport::Telegram => telegram::token(bindings).map(|_| ()),
            Transport::Webhook => webhook::key(bindings).map(|_| ()),
            Transport::Email => bindings.mail().map(|_| ()),
        }
    }

    /// # Errors
    /// The destination did not answer.
    pub async fn send(
        self,
        message: &Claimed,
        bindings: &Bindings,
        settings: &Settings,
    ) -> Result<Attempt, JsValue> {
        match self {
            Transport::Telegram => telegram::send(message, bindings, settings).await,
            Transport::Webhook => webhook::send(message, bindings, settings).await,
            Transport::Email => email::send(message, bindings, settings).await,
        }
    }
}
