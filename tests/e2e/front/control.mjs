// Commands of the tests behind the worker, by `POST /e2e-control` with JSON: `do` is one of these.

const bytesOf = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const hexOf = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const utf8 = new TextEncoder();

const commands = {
  // One statement; its rows.
  async sql({ sql }, env) {
    const { results } = await env.DB.prepare(sql).all();
    return results;
  },

  // A moment in a zone and a language.
  local_time({ ms, zone: timeZone, locale }) {
    const format = (locale, options) => new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(ms);
    return {
      day: format("sv-SE", {}),
      time: format("sv-SE", { timeStyle: "short" }),
      weekday: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(format("en", { weekday: "short" })) + 1,
      date: format(locale, { day: "numeric", month: "long" }),
      offset: format("en", { timeZoneName: "shortOffset" }).split("GMT")[1],
    };
  },

  // A contact decrypted with the key that is made from the deployment's secret, for a callback; null where the contact
  // is another callback's.
  async open({ sealed, callback }, env) {
    const bytes = bytesOf(sealed);
    const secret = await crypto.subtle.importKey("raw", bytesOf(env.CONTACT_KEY), "HKDF", false, ["deriveKey"]);
    const info = utf8.encode("otklik contact encryption");
    const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
    const key = await crypto.subtle.deriveKey(hkdf, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const sealing = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: utf8.encode(callback) };
    const opened = await crypto.subtle.decrypt(sealing, key, bytes.subarray(12)).catch(() => null);
    return opened && JSON.parse(new TextDecoder().decode(opened));
  },

  // Stores a token as `cargo xtask token` does, and returns it.
  async token({ role, manager, expires_in_ms, is_revoked }, env) {
    const token = "otk_" + hexOf(crypto.getRandomValues(new Uint8Array(32)));
    const hash = hexOf(await crypto.subtle.digest("SHA-256", utf8.encode(token)));
    const sql = `insert into token (hash, name, role, manager, made_at_ms, expires_at_ms, revoked_at_ms)
      values (?, 'a test', ?, ?, 1, ?, ?)`;
    const values = [hash, role, manager || null, Date.now() + expires_in_ms, is_revoked ? 1 : null];
    await env.DB.prepare(sql).bind(...values).run();
    return token;
  },
};

// The reply to a request at that path; undefined for any other.
export async function controlled(request, env) {
  if (new URL(request.url).pathname !== "/e2e-control") return null;
  const command = await request.json();
  try {
    return Response.json(await commands[command.do](command, env));
  } catch (error) {
    return new Response(`${error}`, { status: 500 });
  }
}
