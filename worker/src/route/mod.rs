//! Answering a request: what goes wrong becomes an answer here and nowhere else.

mod access;
pub mod desk;
pub mod guests;
pub mod office;

use crate::auth::principal::{self, Access, Caller};
use crate::http::error::{Failure, Outcome, Refusal};
use crate::http::request::Call;
use crate::http::response;
use crate::platform::catch_panic::catch_panic;
use crate::platform::config;
use crate::store::published_surveys;
use otklik_embed::settings::Settings;
use worker::{Env, Method, Request, Response};

/// An address of one part, with what stands in it. A request is refused as early as can be.
pub trait Route<'a>: Sized {
    /// Who was let in, for what depends on it.
    type Caller;

    /// `None` where this part has nothing to do with it.
    fn find(method: &Method, path: &'a str) -> Option<Self>;

    /// In logs: nothing that a guest typed.
    fn name(&self) -> &'static str;

    fn sharing(&self) -> Sharing;

    /// Whether surveys stand in its answers.
    fn knows_surveys(&self) -> bool;

    /// As `Allow` tells them, of all parts.
    fn methods(&self) -> &'static str;

    /// The one guard: no handler is reached past it.
    async fn admit(&self, call: &Call, env: &Env, settings: &Settings) -> Outcome<Self::Caller>;

    /// Reading never writes: none of these handlers gets a store that could.
    async fn read(
        self,
        caller: &Self::Caller,
        call: &Call,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response>;

    /// A method that changes something.
    async fn write(
        self,
        caller: &Self::Caller,
        call: &Call,
        request: Request,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response>;

    fn not_allowed(&self) -> Failure {
        Refusal::MethodNotAllowed(self.methods()).into()
    }
}

/// Lets in who may ask for what an address of the agency's parts has, by a method that it takes.
async fn admit<'a, R: Route<'a>>(
    route: &R,
    access: Access,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Caller> {
    let mut methods = route.methods().split(", ");
    if !methods.any(|method| method == call.method.as_ref()) {
        return Err(route.not_allowed());
    }
    principal::admit(access, call, env, settings).await
}

/// Between the slashes of a path; `None` where there are more than four parts.
fn parts(path: &str) -> Option<([&str; 4], usize)> {
    let mut parts = [""; 4];
    let mut count = 0;
    for part in path.strip_prefix('/')?.split('/') {
        *parts.get_mut(count)? = part;
        count += 1;
    }
    Some((parts, count))
}

/// The answer, and the route's name.
pub async fn serve<'a, R: Route<'a>>(
    route: Option<R>,
    call: &'a Call,
    request: Request,
    env: &Env,
) -> (&'static str, Response) {
    let settings = config::settings(env);
    let name = route.as_ref().map_or("none", Route::name);
    let sharing = route.as_ref().map_or(Sharing::Own, Route::sharing);
    let (lang, outcome) = match &settings {
        Ok(settings) => (
            call.lang(settings),
            catch_panic(dispatch(route, call, request, env, settings))
                .await
                .unwrap_or_else(|message| {
                    Err(Failure::Fault(format!("a panic: {message}").into()))
                }),
        ),
        Err(error) => {
            let failure = Failure::Fault(["SETTINGS: ", &error.to_string()].concat().into());
            let outcome = match name == guests::HEALTH {
                true => {
                    failure.log();
                    crate::health::broken(&error.to_string()).map_err(Failure::Fault)
                }
                false => Err(failure),
            };
            (otklik_survey::Lang::Ru, outcome)
        }
    };
    let mut response = outcome
        .or_else(|failure| response::failure(&failure, call, lang, settings.as_ref().ok()))
        .unwrap_or_else(|_| bare_fault());
    if let Ok(settings) = &settings {
        // A header that cannot be set leaves the answer unreadable to the page, not wrong.
        let _ = share(&mut response, sharing, call, settings);
    }
    (name, response)
}

/// Which pages of other sites may read an answer, also a refusal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// None.
    Own,
    /// Those of the listed sites.
    Listed,
    /// All.
    Everybody,
}

fn share(
    response: &mut Response,
    sharing: Sharing,
    call: &Call,
    settings: &Settings,
) -> worker::Result<()> {
    let status = response.status_code();
    let headers = response.headers_mut();
    match sharing {
        Sharing::Own => Ok(()),
        Sharing::Everybody => {
            headers.set("Access-Control-Allow-Origin", "*")?;
            headers.set("Cross-Origin-Resource-Policy", "cross-origin")
        }
        Sharing::Listed => {
            headers.append("Vary", "Origin")?;
            // Without it a page's script cannot read when to come back.
            headers.set("Access-Control-Expose-Headers", "Retry-After")?;
            match call.header("Origin") {
                Some(origin) if settings.allows(&origin) => {
                    headers.set("Access-Control-Allow-Origin", &origin)
                }
                // The refusal itself says nothing secret, and a loader that can read it lets the
                // form go by itself, which needs no listed origin.
                Some(origin) if status == 403 => {
                    headers.set("Access-Control-Allow-Origin", &origin)
                }
                Some(_) | None => Ok(()),
            }
        }
    }
}

fn bare_fault() -> Response {
    Response::builder().with_status(500).empty()
}

async fn dispatch<'a, R: Route<'a>>(
    route: Option<R>,
    call: &Call,
    request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    let route = route.ok_or(Refusal::NotFound)?;
    if call.method == Method::Options {
        return Ok(options(&route)?);
    }
    let caller = route.admit(call, env, settings).await?;
    if route.knows_surveys() {
        published_surveys::ready(call, env).await;
    }
    match call.method {
        Method::Get | Method::Head => route.read(&caller, call, env, settings).await,
        _ => route.write(&caller, call, request, env, settings).await,
    }
}

fn options<'a>(route: &impl Route<'a>) -> worker::Result<Response> {
    let mut builder = Response::builder()
        .with_status(204)
        .with_header("Allow", route.methods())?;
    if route.sharing() == Sharing::Listed {
        builder = builder
            .with_header("Access-Control-Allow-Methods", "POST")?
            .with_header("Access-Control-Allow-Headers", "Content-Type")?
            .with_header("Access-Control-Max-Age", "86400")?;
    }
    Ok(builder.empty())
}

/// Every route by name, with its methods: the description of the API must know them all.
#[cfg(test)]
pub fn all() -> Vec<(&'static str, &'static str)> {
    let mut all = [guests::all(), office::all(), desk::all()].concat();
    // Parts know what they share.
    all.sort_unstable();
    all.dedup();
    all
}
