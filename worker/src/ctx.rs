//! The context of a handler: the request, the settings, the time, the principal and, where the route writes, a
//! store.
//!
//! The router builds a context once a request. A handler of GET gets a [`Ctx`], which has no store that writes;
//! only a [`WriteCtx`] has one. All that a [`Ctx`] can write, for somebody of the agency, is an entry of the audit log
//! about what is read. The database is open to a [`Principal`] alone, so that a form of the director's
//! must become the director's first.

use crate::auth::actor::Actor;
use crate::auth::principal::{Director, FormSender, Principal, Public, Staff};
use crate::auth::scope::Scope;
use crate::failed_sign_in;
use crate::http::body::{Body, BodyLimit};
use crate::http::error::{ClientError, Result};
use crate::http::rate_limit::{self, Limit};
use crate::http::request::Request;
use crate::platform::bindings::Bindings;
use crate::platform::clock;
use crate::store::{AuditLog, Reader, Store, View};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use std::ops::Deref;
use std::rc::Rc;

/// The context of a handler that reads.
pub struct Ctx<P> {
    pub request: Rc<Request>,
    pub settings: Rc<Settings>,
    /// The time of the request for everything that a handler does, UTC milliseconds: its arrival, or that of its
    /// body.
    pub now_ms: i64,
    pub bindings: Bindings,
    /// The path's value for the route's `{...}`; empty where the route has none.
    param: String,
    reader: Reader,
    audit_log: AuditLog,
    principal: P,
}

/// The context of a handler that writes.
pub struct WriteCtx<P> {
    ctx: Ctx<P>,
    /// `None` once it was read.
    body: Option<Body>,
    store: Store,
}

/// A request whose route is known, before its guard ran.
pub struct Arrival {
    pub request: Rc<Request>,
    pub settings: Rc<Settings>,
    pub now_ms: i64,
    pub bindings: Bindings,
    pub param: String,
    pub reader: Reader,
    pub audit_log: AuditLog,
    pub body: Body,
    pub store: Store,
}

impl Arrival {
    pub fn into_ctx<P>(self, principal: P) -> Ctx<P> {
        self.into_write_ctx(principal).ctx
    }

    pub fn into_write_ctx<P>(self, principal: P) -> WriteCtx<P> {
        WriteCtx {
            ctx: Ctx {
                request: self.request,
                settings: self.settings,
                now_ms: self.now_ms,
                bindings: self.bindings,
                param: self.param,
                reader: self.reader,
                audit_log: self.audit_log,
                principal,
            },
            body: Some(self.body),
            store: self.store,
        }
    }
}

impl<P> Ctx<P> {
    /// The path's value for the route's `{...}`.
    pub fn param(&self) -> &str {
        &self.param
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.request.lang(&self.settings)
    }

    /// Today in the agency's zone, `YYYY-MM-DD`.
    pub fn today(&self) -> worker::Result<String> {
        clock::day_of(self.now_ms, &self.settings.zone)
    }

    /// Counts the request.
    ///
    /// # Errors
    /// `too_many_requests` where there were too many within the last minute.
    pub async fn limit(&self, limit: Limit<'_>) -> Result<()> {
        let (bindings, settings) = (&self.bindings, &self.settings);
        rate_limit::check(limit, &self.request, bindings, settings, self.now_ms).await
    }

    /// Is called before a read that costs as much where it finds nothing.
    ///
    /// # Errors
    /// `too_many_requests` where the network was past its limit of misses within this minute.
    pub fn refuse_past_misses(&self) -> Result<()> {
        let (bindings, settings) = (&self.bindings, &self.settings);
        rate_limit::refuse_past_misses(&self.request, bindings, settings, self.now_ms)
    }
}

impl<P: Principal> Ctx<P> {
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// A reader that outlives the handler, for streamed responses.
    pub fn into_reader(self) -> Reader {
        self.reader
    }
}

impl<P: Staff> Ctx<P> {
    pub fn principal(&self) -> &P {
        &self.principal
    }

    pub fn scope(&self) -> &Scope {
        self.principal.scope()
    }

    pub fn actor(&self) -> &Actor {
        self.principal.actor()
    }

    /// Logs what the principal is about to read. Until this returns, nothing of it may be returned.
    ///
    /// # Errors
    /// The database is unavailable.
    pub async fn log_view(&self, view: &View) -> Result<()> {
        self.audit_log.append(self.actor(), view, self.now_ms).await
    }

    /// The query, narrowed to the scope.
    ///
    /// # Errors
    /// `forbidden` where it names a manager outside of the scope.
    pub fn query(&self) -> Result<Fields, ClientError> {
        self.scope().narrow_query(&self.request.query)
    }
}

impl<P> WriteCtx<P> {
    /// The body, 16 KB at most; empty when it was read before. Its arrival becomes the time of the request.
    ///
    /// # Errors
    /// `too_large`, `too_slow`.
    pub async fn body(&mut self) -> Result<Vec<u8>> {
        self.body_within(BodyLimit::SMALL).await
    }

    /// As [`WriteCtx::body`], within a limit of its own.
    ///
    /// # Errors
    /// `too_large`, `too_slow`.
    pub async fn body_within(&mut self, limit: BodyLimit) -> Result<Vec<u8>> {
        let body = match self.body.take() {
            Some(body) => body.read(limit).await?,
            None => Vec::new(),
        };
        self.ctx.now_ms = clock::now_ms();
        Ok(body)
    }
}

impl<P: Principal> WriteCtx<P> {
    pub fn store(&self) -> &Store {
        &self.store
    }
}

impl WriteCtx<Public> {
    /// Counts a wrong guess at the director's secret.
    ///
    /// # Errors
    /// `too_many_sign_ins`.
    pub async fn count_failed_sign_in(&self) -> Result<()> {
        let (request, store) = (&self.request, &self.store);
        failed_sign_in::count(request, &self.bindings, &self.settings, store, self.now_ms).await
    }
}

impl WriteCtx<FormSender> {
    /// The director's context.
    ///
    /// # Errors
    /// Why the sender is not the director; the form is shown again.
    pub fn into_director(self) -> Result<WriteCtx<Director>> {
        let WriteCtx { ctx, body, store } = self;
        let principal = ctx.principal.director()?;
        let ctx = Ctx {
            request: ctx.request,
            settings: ctx.settings,
            now_ms: ctx.now_ms,
            bindings: ctx.bindings,
            param: ctx.param,
            reader: ctx.reader,
            audit_log: ctx.audit_log,
            principal,
        };
        Ok(WriteCtx { ctx, body, store })
    }
}

impl<P> Deref for WriteCtx<P> {
    type Target = Ctx<P>;

    fn deref(&self) -> &Ctx<P> {
        &self.ctx
    }
}
