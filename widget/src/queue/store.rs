//! The records on the guest's device: IndexedDB `otklik` of the host page's origin, store `queue`, one record an id.
//!
//! Each use opens the database and closes it: an open one may keep a page out of the back-forward cache. Reading alone
//! creates none: nothing is stored before the guest has sent something.

use super::record::Record;
use crate::dom::{once, window};
use crate::js::{list, object};
use js_sys::{Date, Function, Promise};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest, IdbTransaction,
    IdbTransactionMode,
};

#[wasm_bindgen]
extern "C" {
    /// web-sys has the options, and so `durability`, among its unstable APIs.
    type Database;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Database,
        store: &str,
        mode: IdbTransactionMode,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;
}

const NAME: &str = "otklik";
const STORE: &str = "queue";

/// Far more than one guest answers; a faulty page must not fill a device.
const RECORDS_MAX: usize = 20;

/// What a transaction does with all records of the store.
type Work = Box<dyn FnOnce(Vec<Record>, &IdbObjectStore) -> Result<(), JsValue>>;

/// Whether the record was stored: not where the page is denied its storage, nor above the limit. It replaces no older
/// record: the guest has read that those will be sent.
pub(crate) async fn keep(record: Record) -> bool {
    let is_kept = Rc::new(Cell::new(false));
    let kept = is_kept.clone();
    let work = move |records: Vec<Record>, store: &IdbObjectStore| {
        let stored = records.iter().find(|it| it.id == record.id);
        if stored.is_none() && records.len() >= RECORDS_MAX {
            return Ok(());
        }
        // Each revision is the whole state: the highest replaces all others.
        if stored.is_none_or(|stored| stored.rev <= record.rev) {
            let at_ms = Date::now();
            store.put(&Record { at_ms, ..record }.write())?;
        }
        kept.set(true);
        Ok(())
    };
    let done = transact(IdbTransactionMode::Readwrite, Box::new(work)).await;
    done.is_ok() && is_kept.get()
}

/// Not before this moment, unless it was sent or replaced meanwhile.
pub(crate) async fn delay(record: &Record, not_before_ms: f64) {
    change_same(record, move |stored, store| {
        let delayed = Record {
            not_before_ms,
            ..stored
        };
        store.put(&delayed.write()).map(|_| ())
    })
    .await;
}

/// A record that was replaced meanwhile stays, even by the same body.
pub(crate) async fn remove(record: &Record) {
    change_same(record, |stored, store| {
        store.delete(&JsValue::from_str(&stored.id)).map(|_| ())
    })
    .await;
}

async fn change_same(
    record: &Record,
    change: impl FnOnce(Record, &IdbObjectStore) -> Result<(), JsValue> + 'static,
) {
    let (id, mark) = (record.id.clone(), record.mark);
    let work = move |records: Vec<Record>, store: &IdbObjectStore| {
        let mut records = records.into_iter();
        match records.find(|it| it.id == id && it.mark.to_bits() == mark.to_bits()) {
            Some(stored) => change(stored, store),
            None => Ok(()),
        }
    };
    // Denied or full storage: the record is sent again, which stores nothing twice.
    _ = transact(IdbTransactionMode::Readwrite, Box::new(work)).await;
}

/// The oldest first; none where there is no storage.
pub(crate) async fn all() -> Vec<Record> {
    let found: Rc<RefCell<Vec<Record>>> = Rc::default();
    let into = found.clone();
    let work = move |records: Vec<Record>, _: &IdbObjectStore| {
        *into.borrow_mut() = records;
        Ok(())
    };
    // Without a database there are none.
    _ = transact(IdbTransactionMode::Readonly, Box::new(work)).await;
    let mut records = found.take();
    records.sort_by(|one, other| one.at_ms.total_cmp(&other.at_ms));
    records
}

pub(crate) async fn find(id: &str) -> Option<Record> {
    all().await.into_iter().find(|record| record.id == id)
}

/// Runs `work` on all records in one transaction, and waits until it is complete.
async fn transact(mode: IdbTransactionMode, work: Work) -> Result<(), JsValue> {
    let promise = Promise::new(&mut {
        let mut work = Some(work);
        move |done, failed| {
            let begun = work.take().map(|work| begin(mode, work, done, &failed));
            if let Some(Err(error)) = begun {
                reject(&failed, &error);
            }
        }
    });
    JsFuture::from(promise).await.map(|_| ())
}

fn begin(
    mode: IdbTransactionMode,
    work: Work,
    done: Function,
    failed: &Function,
) -> Result<(), JsValue> {
    let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let opening = factory.open(NAME)?;
    let request = opening.clone();
    let upgrade = once(move |_| create(mode, &request));
    opening.set_onupgradeneeded(Some(&upgrade));
    let reports = failed.clone();
    let fails = once(move |event: Event| {
        event.prevent_default();
        reject(&reports, &JsValue::NULL);
    });
    opening.set_onerror(Some(&fails));
    let (request, reports) = (opening.clone(), failed.clone());
    let opened = once(move |_| {
        if let Err(error) = run(mode, &request, work, &done, &reports) {
            reject(&reports, &error);
        }
    });
    opening.set_onsuccess(Some(&opened));
    Ok(())
}

fn create(mode: IdbTransactionMode, request: &IdbOpenDbRequest) {
    if mode == IdbTransactionMode::Readonly {
        if let Some(transaction) = request.transaction() {
            // Fails where it has ended.
            _ = transaction.abort();
        }
    } else if let Ok(database) = request.result() {
        let parameters = IdbObjectStoreParameters::new();
        parameters.set_key_path(&JsValue::from_str("id"));
        let database: IdbDatabase = database.unchecked_into();
        // Its failure aborts the opening.
        _ = database.create_object_store_with_optional_parameters(STORE, &parameters);
    }
}

fn run(
    mode: IdbTransactionMode,
    request: &IdbOpenDbRequest,
    work: Work,
    done: &Function,
    failed: &Function,
) -> Result<(), JsValue> {
    let database = request.result()?;
    let options = object(&[("durability", "strict".into())]);
    let transaction = database
        .unchecked_ref::<Database>()
        .transaction(STORE, mode, &options)?;
    transaction.set_oncomplete(Some(done));
    transaction.set_onabort(Some(failed));
    let store = transaction.object_store(STORE)?;
    let reading = store.get_all()?;
    let target = reading.clone();
    // Within the event, because a transaction ends with the events of its requests.
    let read = once(move |_| {
        let records = list(&target, "result");
        let records = records.iter().filter_map(Record::read).collect();
        if work(records, &store).is_err() {
            // Fails where it has been aborted.
            _ = transaction.abort();
        }
    });
    reading.set_onsuccess(Some(&read));
    // Waits for the transaction.
    database.unchecked_ref::<IdbDatabase>().close();
    Ok(())
}

fn reject(failed: &Function, error: &JsValue) {
    // A promise's own function does not throw.
    _ = failed.call1(&JsValue::UNDEFINED, error);
}
