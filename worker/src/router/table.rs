//! The types of the table of routes.

use crate::auth::guard::{Access, Guard};
use crate::auth::identity::Identity;
use crate::ctx::{Arrival, Ctx, WriteCtx};
use crate::http::error::{ClientError, Result};
use futures_util::future::LocalBoxFuture;
use worker::{Method, Response};

/// Which pages of other sites may read a response, an error too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossOrigin {
    /// None.
    Own,
    /// Those of the settings' `allowed_origins`.
    Listed,
    /// All.
    Everybody,
}

/// One path of the deployment.
pub struct Route {
    /// At most one segment is `{name}`, which may have a suffix: `{survey}.js`.
    pub path: &'static str,
    pub cross_origin: CrossOrigin,
    /// Whether a handler may show surveys, so that newly published ones are read before.
    pub shows_surveys: bool,
    actions: Vec<Action>,
}

/// The guard and the handler of one method of a route.
pub struct Action {
    pub method: Method,
    pub access: Access,
    pub admit: Box<Admit>,
}

/// A method of the table.
pub trait Verb {
    const METHOD: Method;
    /// The context of the method's handlers. Only the methods that change something have a store.
    type Context<P>;

    fn context<P>(arrival: Arrival, principal: P) -> Self::Context<P>;
}

/// GET, and HEAD, which is answered as GET without a body.
pub struct Get;

impl Verb for Get {
    const METHOD: Method = Method::Get;
    type Context<P> = Ctx<P>;

    fn context<P>(arrival: Arrival, principal: P) -> Ctx<P> {
        arrival.into_ctx(principal)
    }
}

/// Methods that change something.
macro_rules! writing_verbs {
    ($($verb:ident),+) => {$(
        pub struct $verb;

        impl Verb for $verb {
            const METHOD: Method = Method::$verb;
            type Context<P> = WriteCtx<P>;

            fn context<P>(arrival: Arrival, principal: P) -> WriteCtx<P> {
                arrival.into_write_ctx(principal)
            }
        }
    )+};
}

writing_verbs!(Post, Put, Delete);

type Handled = LocalBoxFuture<'static, Result<Response>>;
/// Runs the guard, then the handler. The flag says whether a page of another site sent a request that writes.
type Admit = dyn Fn(Arrival, Result<Option<Identity>>, bool) -> Result<Handled> + Send + Sync;

impl Route {
    pub const fn new(path: &'static str) -> Route {
        Route {
            path,
            cross_origin: CrossOrigin::Own,
            shows_surveys: true,
            actions: Vec::new(),
        }
    }

    pub fn cross_origin(mut self, rule: CrossOrigin) -> Route {
        self.cross_origin = rule;
        self
    }

    pub fn without_surveys(mut self) -> Route {
        self.shows_surveys = false;
        self
    }

    /// Adds the handler of a method. The method decides the context that the handler gets.
    pub fn on<V, G, F>(
        mut self,
        _: V,
        guard: G,
        handler: impl Fn(V::Context<G::Principal>) -> F + Send + Sync + 'static,
    ) -> Route
    where
        V: Verb,
        G: Guard + Send + Sync,
        F: Future<Output = Result<Response>> + 'static,
    {
        let admit = move |arrival: Arrival, identity, elsewhere| -> Result<Handled> {
            let principal = guard.admit(identity, elsewhere)?;
            Ok(Box::pin(handler(V::context(arrival, principal))))
        };
        self.actions.push(Action {
            method: V::METHOD,
            access: guard.access(),
            admit: Box::new(admit),
        });
        self
    }

    /// # Errors
    /// `method_not_allowed`, with the allowed ones.
    pub fn action(&self, method: &Method) -> Result<&Action, ClientError> {
        let method = match method {
            Method::Head => &Method::Get,
            method => method,
        };
        let found = self.actions.iter().find(|action| action.method == *method);
        found.ok_or_else(|| ClientError::MethodNotAllowed(self.methods()))
    }

    /// As the header `Allow` lists them.
    pub fn methods(&self) -> String {
        let mut names = Vec::new();
        for action in &self.actions {
            names.push(action.method.as_ref());
            if action.method == Method::Get {
                names.push("HEAD");
            }
        }
        names.push("OPTIONS");
        names.join(", ")
    }

    #[cfg(test)]
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// The segment of a path that this route's `{...}` matches; `None` where the path is not this route's.
    pub fn matches<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (mut pattern, mut given) = (self.path.split('/'), path.split('/'));
        let mut param = "";
        loop {
            match (pattern.next(), given.next()) {
                (None, None) => return Some(param),
                (Some(segment), Some(given)) => match segment.strip_prefix('{') {
                    Some(name) => {
                        let (_, suffix) = name.split_once('}')?;
                        param = given.strip_suffix(suffix)?;
                    }
                    None if segment == given => {}
                    None => return None,
                },
                (None, Some(_)) | (Some(_), None) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_matches_segment_by_segment() {
        for (pattern, path, param) in [
            ("/s/{survey}", "/s/guest", Some("guest")),
            ("/s/{survey}", "/s/", Some("")),
            ("/s/{survey}", "/s/guest/", None),
            ("/s/{survey}", "/s", None),
            ("/s/{survey}", "/c/guest", None),
            ("/embed/{survey}.js", "/embed/guest.js", Some("guest")),
            ("/embed/{survey}.js", "/embed/guest.json", None),
            (
                "/v1/events/{id}/invites",
                "/v1/events/a%20b/invites",
                Some("a%20b"),
            ),
            ("/v1/events/{id}/invites", "/v1/events/a/b/invites", None),
            ("/healthz", "/healthz", Some("")),
            ("/healthz", "//healthz", None),
            ("/", "/", Some("")),
        ] {
            assert_eq!(Route::new(pattern).matches(path), param, "{pattern} {path}");
        }
    }
}
