// The queue's records on the guest's device: IndexedDB "otklik" of the host page's origin, store "queue", one record
// for each submission:
//   { id, rev, mark, door, lang, body, isForm, isEarly, at, notBefore }
// `mark` differs with each submission; `at` is the time of writing, `notBefore` the earliest time that a server asked
// for, both by the device's clock.

// Far more than one guest answers; a faulty page must not fill a device.
const MAX_RECORDS = 20;

// Runs `work` on all records in one transaction; resolves with its result once the transaction is complete.
// Each use opens and closes: an open database may keep a page out of the back-forward cache.
function use(mode, work) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("otklik");
    // Reading alone creates no database: nothing is stored before the guest has sent something.
    opening.onupgradeneeded = () => {
      if (mode === "readonly") opening.transaction.abort();
      else opening.result.createObjectStore("queue", { keyPath: "id" });
    };
    opening.onerror = (event) => {
      event.preventDefault();
      failed();
    };
    opening.onsuccess = () => {
      const database = opening.result;
      const deed = database.transaction("queue", mode, { durability: "strict" });
      const store = deed.objectStore("queue");
      let result;
      store.getAll().onsuccess = ({ target }) => (result = work(target.result, store));
      deed.oncomplete = () => done(result);
      deed.onabort = failed;
      // Waits for the transaction.
      database.close();
    };
  });
}

// Whether the record was stored: not where the page is denied its storage, nor above the limit. It replaces no older
// record: the guest has read that those will be sent.
export function keep(record) {
  return use("readwrite", (records, store) => {
    const was = records.find(({ id }) => id === record.id);
    if (!was && records.length >= MAX_RECORDS) return false;
    // Each revision is the whole state: the highest replaces all others.
    if (!was || was.rev <= record.rev) store.put({ ...record, at: Date.now() });
    return true;
  }).catch(() => false);
}

// Not before this moment, unless it was sent or replaced meanwhile.
export function delay(record, notBefore) {
  return onSame(record, (store, found) => store.put({ ...found, notBefore }));
}

// A record that was replaced meanwhile stays, even by the same body.
export function drop(record) {
  return onSame(record, (store) => store.delete(record.id));
}

function onSame({ id, mark }, work) {
  return use("readwrite", (records, store) => {
    const found = records.find((it) => it.id === id && it.mark === mark);
    if (found) work(store, found);
  }).catch(() => null);
}

// The oldest first; none where there is no storage.
export async function all() {
  const records = await use("readonly", (records) => records).catch(() => []);
  return records.sort((one, two) => one.at - two.at);
}
