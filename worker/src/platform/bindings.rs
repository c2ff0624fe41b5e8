//! The bindings of a deployment other than its database: secrets, files, rate limiters, e-mail.
//!
//! Handlers get [`Bindings`] and never the platform's `Env`, so that no handler can open the database: the router
//! alone makes readers and stores.

use crate::platform::contact_cipher::{ContactKey, ContactKeys};
use crate::platform::link_code::LinkKey;
use crate::platform::secrets;
use js_sys::{Object, Promise};
use otklik_embed::settings::{Settings, is_for_tests};
use otklik_survey::role::TOKEN_PREFIX;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use worker::{Env, Method, RateLimiter, Request, Response};

/// The bindings of this deployment.
pub struct Bindings(Env);

impl Bindings {
    pub fn new(env: Env) -> Bindings {
        Bindings(env)
    }

    /// A file of the deployment's assets, its body still a stream; `None` where there is none.
    pub async fn asset(&self, path: &str) -> worker::Result<Option<Response>> {
        let request = Request::new(&format!("https://assets.local/{path}"), Method::Get)?;
        let asset = self.0.assets("ASSETS")?.fetch_request(request).await?;
        Ok(Some(asset).filter(|asset| asset.status_code() == 200))
    }

    /// The director's token, from the secret `DIRECTOR_TOKEN`.
    ///
    /// # Errors
    /// The secret is missing, or could be guessed.
    pub fn director_token(&self) -> worker::Result<String> {
        let token = self.secret("DIRECTOR_TOKEN")?;
        secrets::check_token(&token, TOKEN_PREFIX)
            .map_err(|mistake| format!("DIRECTOR_TOKEN {mistake}"))?;
        Ok(token)
    }

    /// The keys of contacts, from the secret `CONTACT_KEY` and, while the key is being changed,
    /// `CONTACT_KEY_PREVIOUS`: base64 of 32 bytes.
    ///
    /// # Errors
    /// A secret is missing, is no such key, or is another secret too.
    pub fn contact_keys(&self) -> worker::Result<ContactKeys> {
        let current = self.own_key("CONTACT_KEY", "LINK_KEY")?;
        let previous = match self.0.secret("CONTACT_KEY_PREVIOUS") {
            Ok(_) => Some(self.own_key("CONTACT_KEY_PREVIOUS", "CONTACT_KEY")?),
            Err(_) => None,
        };
        Ok(ContactKeys {
            current: ContactKey::new(current),
            previous: previous.map(ContactKey::new),
        })
    }

    /// The key that makes the codes of links, from the secret `LINK_KEY`: base64 of 32 bytes.
    ///
    /// # Errors
    /// The secret is missing, is no such key, or is `CONTACT_KEY` too.
    pub fn link_key(&self) -> worker::Result<LinkKey> {
        Ok(LinkKey::new(self.own_key("LINK_KEY", "CONTACT_KEY")?))
    }

    /// The key of a secret that another secret must not repeat: what one of them reveals would reveal the other.
    fn own_key(&self, name: &str, other: &str) -> worker::Result<[u8; 32]> {
        let key = secrets::key(&self.secret(name)?);
        let key = key.map_err(|mistake| format!("{name} {mistake}"))?;
        // A missing one fails where it is needed.
        let other_key = self.secret(other).ok();
        if other_key.and_then(|other| secrets::key(&other).ok()) == Some(key) {
            return Err(format!("{name} and {other} are the same: make each anew").into());
        }
        Ok(key)
    }

    /// The deployment's secret at Turnstile, from the secret `TURNSTILE_SECRET`.
    ///
    /// # Errors
    /// The secret is missing, or is one of Cloudflare's test secrets, which pass everybody, on a public deployment.
    pub fn turnstile_secret(&self, settings: &Settings) -> worker::Result<String> {
        let secret = self.secret("TURNSTILE_SECRET")?;
        if is_for_tests(&secret) && !settings.is_local() {
            return Err("TURNSTILE_SECRET is a test secret".into());
        }
        Ok(secret)
    }

    /// # Errors
    /// There is no secret of this name.
    pub fn secret(&self, name: &str) -> worker::Result<String> {
        Ok(self.0.secret(name)?.to_string())
    }

    /// A rate limiter by its name in `wrangler.jsonc`.
    ///
    /// Not by `Env::rate_limiter`, which checks the name of the binding's class: workerd outside of Cloudflare has no
    /// such class, and uses another service with a method `limit`.
    ///
    /// # Errors
    /// It is not bound.
    pub fn rate_limiter(&self, name: &str) -> worker::Result<RateLimiter> {
        self.named(name)
    }

    /// The binding `EMAIL`.
    ///
    /// # Errors
    /// It is not bound.
    pub fn mail(&self) -> worker::Result<Mail> {
        self.named("EMAIL")
    }

    /// Private, because the name could be the database's.
    fn named<T: JsCast>(&self, name: &str) -> worker::Result<T> {
        let bound = js_sys::Reflect::get(&self.0, &name.into())?;
        if bound.is_undefined() {
            return Err(format!("{name} is not bound").into());
        }
        Ok(bound.unchecked_into())
    }
}

#[wasm_bindgen]
extern "C" {
    /// Cloudflare's `send_email` binding. The worker crate's own type checks the name of the class.
    pub type Mail;

    #[wasm_bindgen(catch, method)]
    pub fn send(this: &Mail, message: &Object) -> Result<Promise, JsValue>;
}

thread_local! {
    static SETTINGS: OnceCell<Result<Rc<Settings>, String>> = const { OnceCell::new() };
}

/// The agency's settings, from the variable `SETTINGS`. They are parsed once per isolate: a change is a new deployment,
/// which starts new isolates.
///
/// # Errors
/// The variable is missing, is not an object of settings, or has an address that must not be public. No request can
/// be served then.
pub fn settings(env: &Env) -> Result<Rc<Settings>, String> {
    SETTINGS.with(|settings| {
        let parsed = settings.get_or_init(|| {
            let parsed = parse_settings(env);
            parsed.map(Rc::new).map_err(|error| error.to_string())
        });
        parsed.clone()
    })
}

fn parse_settings(env: &Env) -> worker::Result<Settings> {
    // By way of text, because the errors of serde_json name the field.
    let object = js_sys::Reflect::get(env, &"SETTINGS".into())?;
    let text = js_sys::JSON::stringify(&object)?;
    let text = text.as_string().ok_or("the variable SETTINGS is missing")?;
    let settings: Settings = serde_json::from_str(&text)?;
    if let Some(mistake) = settings.error() {
        return Err(mistake.into());
    }
    if settings.turnstile.is_some() {
        Bindings::new(env.clone()).turnstile_secret(&settings)?;
    }
    Ok(settings)
}
