// Defines <otklik-survey>, and paints the form into it at once, without WASM. After the paint it loads the widget, which
// does everything else; where no WASM may run, the plain form votes. The worker puts the payload where the last line names
// it: { form, lang, survey, title, words, css, html, widget }.
(function (payload) {
  const script = document.currentScript;
  if (!script) return;
  const NAME = "otklik-survey";
  // Attributes that need another form from the server: one more request, unless the script's address has them.
  const ASKED = ["touchpoint", "channel", "brand", "radius", "scheme", "scale", "by"];
  const GIVEN = ["event", "manager", "reference", "invite"];
  // The entry of localStorage with the last submission that was sent without the widget, until it has arrived.
  const UNSENT = "otklik unsent";
  const DAY_MS = 86_400_000;
  const widgets = { __proto__: null };

  class Survey extends HTMLElement {
    // The payloads of this page's scripts, by survey and form.
    static known = { __proto__: null };
    static observedAttributes = GIVEN;

    // Declared, because a page may have given every object a property of this name.
    own = null;
    word = null;
    url = null;
    sheets = [];
    painted = null;
    place = null;
    attached = null;

    connectedCallback() {
      if (!this.url) this.start();
    }

    disconnectedCallback() {
      this.later("comeBack");
    }

    // Another event on the same page is another form.
    attributeChangedCallback(name, was, is) {
      if (this.painted && was !== is) this.paint(this.painted, this.place);
    }

    open() {
      this.later("open");
    }

    close() {
      this.later("close");
    }

    // The widget's functions, once it has loaded.
    later(what) {
      this.attached?.then((widget) => widget?.[what](this));
    }

    async start() {
      const id = this.getAttribute("survey");
      const kind = this.getAttribute("form") || "survey";
      const found = this.own || Survey.known[id + kind];
      if (!found && document.readyState !== "complete") {
        // By then every script of the page has run, perhaps this survey's too.
        addEventListener("load", () => this.url || this.start());
        return;
      }
      this.url = new URL(found?.src || `/embed/${id}.js?form=${kind}`, script.src);
      // The explicit language, then the page's, then the one that the server chose by the browser's.
      const tag = this.lang || this.url.searchParams.get("lang") || this.closest("[lang]")?.lang || "-";
      const lang = tag.slice(0, 2).toLowerCase();
      const changes = ASKED.map((name) => [name, this.getAttribute(name)]).filter((it) => it[1]);
      // esbuild puts the languages here, as one text.
      if (LANGS.includes(lang) && lang !== found?.payload.lang) changes.push(["lang", lang]);
      let payload = found?.payload;
      if (!payload || changes[0]) payload = (await this.load(changes)) || payload;
      if (!payload) return;
      if (/^(popup|tab)$/.test(this.getAttribute("mode"))) this.follow(payload);
      else this.paint(payload);
    }

    // The payload with these changes, or nothing where it cannot be loaded.
    load(changes) {
      for (const [name, value] of changes) this.url.searchParams.set(name, value);
      this.url.pathname = this.url.pathname.replace(/js(on)?$/, "json");
      return ask(this.url).then((it) => it?.html && it);
    }

    fire(name, detail) {
      const { survey, form } = this.painted;
      detail = { survey: survey.id, form, ...detail };
      this.dispatchEvent(new CustomEvent("otklik:" + name, { bubbles: true, detail }));
    }

    // Into the shadow root, or into a `place` in it; `prepare` fills the form before it is seen.
    paint(payload, place, prepare) {
      // First: where the browser has no constructable style sheets, the link stays.
      const style = new CSSStyleSheet();
      style.replaceSync(payload.css);
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [style, ...this.sheets];
      this.painted = payload;
      this.place = place;
      const box = document.createElement("div");
      box.className = "otklik";
      box.lang = payload.lang;
      build(payload.html, box);
      const form = box.querySelector("form");
      form.elements.id.value = mintId();
      for (const name of GIVEN) {
        if (this.hasAttribute(name) && form.elements[name]) {
          form.elements[name].value = this.getAttribute(name);
        }
      }
      prepare?.(form);
      const controller = run(this, payload, box, form);
      (place || root).replaceChildren(box);
      this.fire("ready");
      this.follow(payload, controller);
    }

    // After the paint: the widget, without which the form works too.
    async follow(payload, controller) {
      const widget = await (this.attached ||= this.attach(payload).catch(() => null));
      try {
        if (!controller) widget || this.link(payload);
        else if (controller.form.isConnected) widget?.meet(this, controller);
      } catch {
        // The plain form stays.
      }
    }

    // The widget; null where a host's policy forbids WASM, and `off` avoids an error in the console.
    async attach(payload) {
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      if (this.getAttribute("widget") === "off") return null;
      const widget = await widgetAt(this.url.origin + "/widget/" + payload.widget);
      widget.attach(this, payload);
      return widget;
    }

    // The link in the place of the form. It leads to a page of this server, with the context and the score.
    restore(form) {
      const link = this.querySelector("a");
      if (!link) return;
      const score = form.querySelector("[data-score] :checked");
      link.href = inContext(link.href, (name) => (name === "score" ? score : form.elements[name])?.value);
      this.shadowRoot.replaceChildren(document.createElement("slot"));
      link.focus();
    }

    // Where no window can come: a plain link, the page's own or one to the form's page.
    link({ form, survey, lang, title }) {
      if (this.querySelector("a")) return;
      const link = document.createElement("a");
      const page = `${this.url.origin}/${form === "callback" ? "c" : "s"}/${survey.id}?lang=${lang}`;
      link.href = inContext(page, (name) => this.getAttribute(name));
      link.textContent = this.getAttribute("label") || title;
      this.append(link);
    }
  }

  // An address with the parameters that `valueOf` has.
  function inContext(address, valueOf) {
    const url = new URL(address);
    for (const name of ["score", ...GIVEN, ...ASKED]) {
      if (valueOf(name)) url.searchParams.set(name, valueOf(name));
    }
    return url;
  }

  // One instance a page.
  const widgetAt = (base) =>
    (widgets[base] ??= import(base + ".js").then(async (module) => {
      await module.default({ module_or_path: base + ".wasm" });
      return module;
    }));

  // The painted form's functions; the widget uses the returned object.
  function run(element, { form: kind, survey, lang, words }, box, form) {
    const send = box.querySelector(".otklik-send");
    const status = box.querySelector(".otklik-status");
    const sendWord = send.textContent;
    const { id, rev } = form.elements;
    // Only a receipt or an error of this server counts: a proxy may respond in its place.
    const isOurs = (answer) => answer?.error?.code || answer?.id === id.value;
    const path = `/v1/${kind === "callback" ? "callbacks" : "responses"}?survey=`;
    const controller = {
      box,
      form,
      door: element.url.origin + path + survey.id,
      // The last submission, until it has a response.
      tried: null,
      async post(body) {
        controller.tried = body;
        const answer = await controller.send(body);
        if (isOurs(answer)) controller.tried = null;
        controller.heard?.(answer);
        // On sending, not on thanks: a page may render itself again on this event, and the thanks with it.
        if (isOurs(answer) && !answer.error) element.fire("submitted");
        return isOurs(answer) ? answer : null;
      },
      thank: (answer) => thank(box, form, answer),
      // No request is running, and the guest has not left the first step without the widget.
      isIdle: () => form.isConnected && !form.hidden && !send.disabled && !isAlone,
      // Errors are shown again after each attempt.
      clear() {
        box.querySelectorAll(".otklik-error").forEach((error) => error.remove());
        box.querySelectorAll("[data-hints]").forEach((input) => {
          input.setAttribute("aria-describedby", input.dataset.hints);
          input.setAttribute("aria-invalid", "false");
        });
      },
      // The widget's queue takes the place of these.
      async send(body, isEarly) {
        keep({ door: controller.door, lang, body: String(body), isEarly, at: Date.now() });
        let answer = await ask(controller.door, body, lang);
        // A host may have replaced fetch. What arrived at the first attempt is not stored twice.
        if (!isOurs(answer)) answer = await request(controller.door, body, lang);
        if (isFinal(answer)) keep(null);
        return answer;
      },
      heard: null,
    };
    let isAlone = false;

    // A host's policy may forbid requests, then the form navigates; and the form too, then the link is restored. Some
    // browsers report the origin alone.
    document.addEventListener("securitypolicyviolation", (event) => {
      const { blockedURI, effectiveDirective: rule, disposition } = event;
      const concerns = (address) => address.startsWith(blockedURI) && blockedURI.startsWith(element.url.origin);
      if (disposition !== "enforce" || !controller.tried || form.hidden || !form.isConnected) return;
      if (rule === "connect-src" && concerns(controller.door)) {
        keep(null);
        form.submit();
      } else if (rule === "form-action" && concerns(form.action)) element.restore(form);
    });

    // Scripts can press buttons too, but their events are not trusted.
    box.onclick = box.onkeydown = (event) => {
      if (event.isTrusted) form.elements.user_activation.value = 1;
    };

    form.addEventListener("change", ({ target: { name, value, dataset } }) =>
      element.fire("answered", { question: name, score: dataset.bucket ? +value : null }),
    );

    // Shows all further questions at once; the widget shows one step after another.
    function goOn() {
      isAlone = true;
      delete form.dataset.at;
      // A score counts alone too: leaving its step confirms it.
      if (form.querySelector("[data-bucket]:checked") && form.checkValidity()) {
        controller.send(new URLSearchParams(new FormData(form)), true);
        rev.value++;
      }
      form.querySelector("[data-step='1'] :is(input,textarea)").focus();
    }

    form.querySelector(".otklik-next")?.addEventListener("click", goOn);

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.at) return goOn();
      send.disabled = true;
      status.textContent = words.sending;
      controller.clear();
      const answer = await controller.post(new URLSearchParams(new FormData(form)));
      const error = answer?.error;
      send.disabled = false;
      status.textContent = "";
      if (answer && !error) controller.thank(answer);
      else if (error?.code === "origin_not_allowed") form.submit();
      else if (error?.code === "conflict" && rev.value < 32) {
        // Another body of this form is stored under the revision: the last one replaces it.
        rev.value++;
        form.requestSubmit(send);
      } else if (error && error.code !== "unavailable") {
        send.textContent = sendWord;
        send.focus();
        (error.all || [error]).reverse().forEach((it) => show(form, send, it));
      } else {
        // Perhaps stored, perhaps not: the next body may differ, so it gets the next revision.
        if (rev.value < 32) rev.value++;
        send.textContent = words.retry;
        status.textContent = error?.message || words["not-sent"];
        send.focus();
      }
    });
    return controller;
  }

  function show(form, send, { field: name, message }) {
    const error = document.createElement("p");
    error.className = "otklik-error";
    error.id = "err-" + name;
    error.textContent = message;
    error.setAttribute("role", "alert");
    const named = name && form.elements[name.replace("answers.", "q.")];
    const input = named && (named.length && !named.options ? named[0] : named);
    const place = input && input.closest(".otklik-q");
    if (!place) return send.before(error);
    place.append(error);
    const hints = (input.dataset.hints ??= input.getAttribute("aria-describedby") || "");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", error.id + " " + hints);
    input.focus();
  }

  // Every guest gets the links to review sites; after a low answer the widget also offers a contact.
  function thank(box, form, answer) {
    const part = (name) => box.querySelector(".otklik-" + name);
    const [thanks, cancel, due] = ["thanks", "cancel", "due"].map(part);
    const { cancelled } = due.dataset;
    due.textContent =
      (answer.status === "cancelled" ? cancelled : answer.due_text) || due.textContent;
    if (cancel) {
      cancel.href = answer.cancel_url;
      cancel.hidden = !answer.cancel_url;
    }
    form.hidden = true;
    thanks.hidden = false;
    thanks.focus();
  }

  // JSON, or null. By fetch, which outlives the page.
  async function ask(address, body, lang) {
    const headers = lang && { __proto__: null, "Accept-Language": lang };
    const method = body ? "POST" : "GET";
    const init = { __proto__: null, method, body, headers, keepalive: !!body };
    try {
      return await (await fetch(address, init)).json();
    } catch {
      return null;
    }
  }

  function request(address, body, lang) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.responseType = "json";
      request.setRequestHeader("Accept-Language", lang);
      request.onloadend = () => done(request.response);
      request.send(body);
    }).catch(() => null);
  }

  // Whether sending again would change nothing.
  const isFinal = (answer) =>
    answer?.id || (answer?.error && !/^(unavailable|internal|too_many)/.test(answer.error.code));

  // A page may be denied its storage.
  function keep(unsent) {
    try {
      if (unsent) localStorage.setItem(UNSENT, JSON.stringify(unsent));
      else localStorage.removeItem(UNSENT);
    } catch {
      // The guest reads that it was not sent.
    }
  }

  // Sends what an earlier page or attempt could not.
  async function resend() {
    try {
      const { door, lang, body, at } = JSON.parse(localStorage.getItem(UNSENT));
      if (Date.now() - at > DAY_MS || isFinal(await ask(door, new URLSearchParams(body), lang))) keep(null);
    } catch {
      // There is nothing.
    }
  }

  // Parses the payload's markup: where a host requires trusted types, innerHTML is forbidden.
  function build(html, parent) {
    const signs = { __proto__: null, lt: "<", gt: ">", quot: '"', amp: "&" };
    const plain = (text) => text.replace(/&(\w+);/g, (_, name) => signs[name]);
    for (const [, end, tag, rest, text] of html.matchAll(/<(\/?)(\w+)([^>]*)>|([^<]+)/g)) {
      if (text) parent.append(plain(text));
      else if (end) parent = parent.parentNode;
      else {
        const element = document.createElement(tag);
        for (const [, name, value = ""] of rest.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) {
          element.setAttribute(name, plain(value));
        }
        parent.append(element);
        if (tag !== "input") parent = element;
      }
    }
  }

  // `crypto.randomUUID` exists on https pages only.
  function mintId() {
    return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );
  }

  // The first script defines the element; each has its payload, and makes an element of the link before it, or of a
  // mode of its own that is not on the page yet.
  const Defined = customElements.get(NAME) || Survey;
  // Another script has defined an element of this name: the link stays.
  if (!Defined.known) return;
  const id = payload.survey.id;
  const own = { payload, src: script.src };
  Defined.known[id + payload.form] ||= own;
  if (Defined === Survey) {
    customElements.define(NAME, Survey);
    addEventListener("online", resend);
    resend();
  } else document.querySelectorAll(NAME).forEach((it) => it.url || it.start());
  const before = script.previousElementSibling;
  const link = before?.matches("a[data-otklik]") ? before : null;
  const { mode } = script.dataset;
  const twin = `${NAME}[survey="${id}"][form="${payload.form}"][mode="${mode}"]`;
  if (link || (mode && !document.querySelector(twin))) {
    const element = document.createElement(NAME);
    element.own = own;
    element.word = link?.dataset.otklik;
    for (const { name, value } of script.attributes) {
      if (name.startsWith("data-")) element.setAttribute(name.slice(5), value);
    }
    element.setAttribute("survey", id);
    element.setAttribute("form", payload.form);
    if (link) {
      link.replaceWith(element);
      element.append(link);
    } else document.documentElement.append(element);
  }
})(PAYLOAD);
