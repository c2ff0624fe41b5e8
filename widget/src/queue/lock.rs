//! Locks by id: several tabs, and several attempts of one, do not send the same record at once. Where a page has no
//! locks, the server still stores one id and revision once.

use crate::dom::window;
use crate::js::{get, object};
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    /// web-sys has it among its unstable APIs.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        work: &Function,
    ) -> Result<Promise, JsValue>;
}

/// A lock, or the knowledge that another attempt has it. Released when it is dropped.
pub(crate) struct Lock {
    pub is_ours: bool,
    release: Option<Function>,
}

thread_local! {
    static HELD: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Releases every lock of this page.
pub(crate) fn release_all() {
    for release in HELD.take() {
        call(&release);
    }
}

impl Lock {
    /// Does not wait for a lock that is taken.
    pub async fn of(id: &str) -> Lock {
        let without = Lock {
            is_ours: true,
            release: None,
        };
        request(id).await.unwrap_or(without)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            HELD.with_borrow_mut(|held| held.retain(|it| *it != release));
            call(&release);
        }
    }
}

async fn request(id: &str) -> Result<Lock, JsValue> {
    let manager = get(&window().navigator(), "locks");
    if !manager.is_object() {
        return Err(manager);
    }
    let options = object(&[("ifAvailable", JsValue::TRUE)]);
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let into = release.clone();
    let got = Promise::new(&mut move |got, failed| {
        let into = into.clone();
        // The lock is held until the promise of this function resolves.
        let work = Closure::once_into_js(move |lock: JsValue| {
            let held = Promise::new(&mut |release, _| {
                *into.borrow_mut() = Some(release);
            });
            _ = got.call1(&JsValue::UNDEFINED, &JsValue::from_bool(lock.is_truthy()));
            held
        });
        let manager = manager.unchecked_ref::<LockManager>();
        let name = ["otklik ", id].concat();
        let asked = manager.request(&name, &options, work.unchecked_ref());
        match asked {
            // A page of an opaque origin has locks that it may not use.
            Ok(asked) => spawn_local(async move {
                if let Err(error) = JsFuture::from(asked).await {
                    _ = failed.call1(&JsValue::UNDEFINED, &error);
                }
            }),
            Err(error) => _ = failed.call1(&JsValue::UNDEFINED, &error),
        }
    });
    let is_ours = JsFuture::from(got).await?.is_truthy();
    let release = release.take();
    HELD.with_borrow_mut(|held| held.extend(release.clone()));
    Ok(Lock { is_ours, release })
}

fn call(function: &Function) {
    // A promise's own function does not throw.
    _ = function.call0(&JsValue::UNDEFINED);
}
