// Defines <otklik-survey>, and paints the form into it at once, without WASM. After the paint it loads the widget, which
// does everything else; where no WASM may run, or the widget fails, the plain form votes. The worker puts the payload where
// the last line names it: { form, origins, title, lang, src, page, endpoint, widget, survey, words, html, css }. Its addresses are
// the server's: a site may serve this script from anywhere, or inside another.
(function (payload) {
  // None where this runs inside a module, or in a script that is not the server's.
  const running = document.currentScript;
  const script = running?.src.includes("/embed/") ? running : null;
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
    controller = null;
    attached = null;

    // An attribute, which React sets as a property because every element has a function of this name.
    set click(selector) {
      this.setAttribute("click", selector);
    }

    get click() {
      return super.click;
    }

    connectedCallback() {
      if (this.url) this.later("moved");
      else this.start();
    }

    disconnectedCallback() {
      this.later("moved");
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
      this.url = new URL(found?.src || `/embed/${id}.json?form=${kind}`, payload.src);
      // The explicit language, then the page's, then the one that the server chose by the browser's.
      const tag = this.lang || this.url.searchParams.get("lang") || this.closest("[lang]")?.lang || "-";
      const lang = tag.slice(0, 2).toLowerCase();
      const changes = ASKED.map((name) => [name, this.getAttribute(name)]).filter((it) => it[1]);
      // esbuild puts the languages here, as one text.
      if (LANGS.includes(lang) && lang !== found?.lang) changes.push(["lang", lang]);
      const own = (this.own = found && !changes[0] ? found : (await this.load(changes)) || found);
      if (!own) return;
      if (/^(popup|tab)$/.test(this.getAttribute("mode"))) this.follow(own);
      else this.paint(own);
    }

    // The payload with these changes, or nothing where it cannot be loaded.
    load(changes) {
      for (const [name, value] of changes) this.url.searchParams.set(name, value);
      return ask(this.url).then((it) => it?.html && it);
    }

    fire(name, detail) {
      const { survey, form } = this.painted;
      detail = { survey: survey.id, form, ...detail };
      this.dispatchEvent(new CustomEvent("otklik:" + name, { bubbles: true, detail }));
    }

    // Into the shadow root, or into a `place` in another; `prepare` fills the form before it is seen.
    paint(payload, place, prepare) {
      // First: where the browser has no constructable style sheets, the link stays.
      const style = new CSSStyleSheet();
      // A page may be light alone, whatever the guest's device prefers.
      if (!/dark|normal|undefined/.test(getComputedStyle(this).colorScheme)) {
        payload.css = payload.css.replace(/light dark|prefers-color-scheme:dark/g, "light");
      }
      style.replaceSync(payload.css);
      const root = place?.getRootNode() || this.shadowRoot || this.attachShadow({ mode: "open" });
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
      this.controller = run(this, payload, box, form);
      (place || root).replaceChildren(box);
      this.fire("ready");
      this.follow(payload, this.controller);
    }

    // After the paint: the widget, without which the form works too.
    async follow(payload, controller) {
      const widget = await (this.attached ||= this.attach(payload).catch(() => null));
      if (!controller) return widget || this.link(payload);
      try {
        if (controller.form.isConnected) widget?.meet(this, controller);
      } catch {
        this.fail();
      }
    }

    // The widget has thrown, perhaps halfway: the plain form again, with all answers, or the link.
    fail() {
      const { own, painted, place, controller } = this;
      if (!own) return;
      // Once is enough.
      this.own = null;
      this.attached = Promise.resolve();
      if (!painted) this.link(own);
      else if (!controller.form.hidden) {
        const typed = new FormData(controller.form);
        this.paint(painted, place, (form) => fill(form, typed));
      }
    }

    // The widget; null where a host's policy forbids WASM, and `off` avoids an error in the console.
    async attach(payload) {
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      if (this.getAttribute("widget") === "off") return null;
      const widget = await widgetAt(payload.widget);
      widget.attach(this, payload);
      return widget;
    }

    // Where neither form nor window can work: the link of the page, or one to the form's own page, with the context.
    link({ page, lang, title }, valueOf = (name) => this.getAttribute(name)) {
      let link = this.querySelector("a");
      if (!link) {
        link = document.createElement("a");
        link.href = page + "?lang=" + lang;
        link.textContent = this.getAttribute("label") || title;
        this.append(link);
      }
      const url = new URL(link.href);
      for (const name of ["score", ...GIVEN, ...ASKED]) {
        if (valueOf(name)) url.searchParams.set(name, valueOf(name));
      }
      link.href = url;
      if (this.place) this.place.replaceChildren(link);
      else this.shadowRoot?.replaceChildren(document.createElement("slot"));
      return link;
    }
  }

  // One instance a page.
  const widgetAt = (base) =>
    (widgets[base] ??= import(base + ".js").then(async (module) => {
      await module.default({ module_or_path: base + ".wasm" });
      return module;
    }));

  // The painted form's functions; the widget uses the returned object.
  function run(element, payload, box, form) {
    const { lang, words, endpoint } = payload;
    const send = box.querySelector(".otklik-send");
    const status = box.querySelector(".otklik-status");
    const sendWord = send.textContent;
    const { id, rev } = form.elements;
    // Only a receipt or an error of this server counts: a proxy may respond in its place.
    const isOurs = (answer) => answer?.error?.code || answer?.id === id.value;
    const controller = {
      box,
      form,
      endpoint,
      // The last submission, until it has a response.
      tried: null,
      async post(body) {
        controller.tried = body;
        const sent = await controller.send(body);
        const answer = isOurs(sent) ? sent : null;
        try {
          controller.heard?.(answer);
        } finally {
          if (answer) controller.tried = null;
          if (answer && !answer.error) {
            thank(box, form, answer);
            element.fire("submitted");
          }
        }
        return answer;
      },
      thank: (answer) => thank(box, form, answer),
      // No request is running, and the guest has not left the first step without the widget.
      isIdle: () => form.isConnected && !form.hidden && !send.disabled && !isAlone,
      // Errors are shown again after each attempt.
      clear() {
        box.querySelectorAll(".otklik-error").forEach((error) => error.remove());
        // A description that is gone is none.
        box.querySelectorAll("[aria-invalid=true]").forEach((input) => input.setAttribute("aria-invalid", "false"));
      },
      // The widget's queue takes the place of these.
      async send(body, isEarly) {
        keep({ endpoint, lang, body: String(body), isEarly, at: Date.now() });
        let answer = await ask(endpoint, body, lang);
        // A host may have replaced fetch. What arrived at the first attempt is not stored twice.
        if (!isOurs(answer)) answer = await request(endpoint, body, lang);
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
      const concerns = (address) => blockedURI && address.startsWith(blockedURI);
      if (disposition !== "enforce" || !controller.tried || form.hidden) return;
      if (rule === "connect-src" && concerns(endpoint)) {
        keep(null);
        form.submit();
      } else if (rule === "form-action" && concerns(form.action)) {
        const score = form.querySelector("[data-score] :checked");
        element.link(payload, (name) => (name === "score" ? score : form.elements[name])?.value).focus();
      }
    });

    // Scripts can press buttons too, but their events are not trusted.
    box.onclick = box.onkeydown = (event) => {
      if (event.isTrusted) form.elements.user_activation.value = 1;
    };

    // The server's pages may not be shown in a frame.
    if (self !== top) form.target = "_blank";

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
      if (answer && !error) return;
      if (error?.code === "origin_not_allowed") form.submit();
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
    const input = name && form.querySelector(`[name="${name.replace("answers.", "q.")}"]`);
    const place = input && input.closest(".otklik-q");
    if (!place) return send.before(error);
    place.append(error);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", error.id + " " + (input.getAttribute("aria-describedby") || ""));
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

  function fill(form, typed) {
    for (const control of form.elements) {
      const values = typed.getAll(control.name);
      if (/radio|checkbox/.test(control.type)) control.checked = values.includes(control.value);
      else if (values[0] && control.name !== "lang") control.value = values[0];
    }
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
      const { endpoint, lang, body, at } = JSON.parse(localStorage.getItem(UNSENT));
      if (Date.now() - at > DAY_MS || isFinal(await ask(endpoint, new URLSearchParams(body), lang))) keep(null);
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

  // The browser names a blob by a random UUID; `crypto.randomUUID` exists on https pages only.
  const mintId = () => URL.createObjectURL(new Blob()).slice(-36);

  // The first script defines the element; each has its payload, and makes an element of the link before it, or of a
  // mode of its own that is not on the page yet.
  const Defined = customElements.get(NAME) || Survey;
  // Another script has defined an element of this name: the link stays.
  if (!Defined.known) return;
  const { form, survey } = payload;
  const each = (act) => document.querySelectorAll(NAME).forEach(act);
  Defined.known[survey.id + form] ||= payload;
  if (Defined === Survey) {
    customElements.define(NAME, Survey);
    addEventListener("online", resend);
    addEventListener("error", ({ error }) => {
      if (/\/otklik-\w+\.(js|wasm)/.test(error?.stack)) each((it) => it.fail());
    });
    resend();
  } else each((it) => it.url || it.start());
  const LINK = "a[data-otklik]";
  const before = script
    ? script.previousElementSibling
    : document.querySelector(`${LINK}[href^="${payload.page}"]:not(${NAME} *)`);
  const link = before?.matches(LINK) ? before : null;
  const given = [...new URL(script?.src || link?.href || payload.src).searchParams].filter(
    ([name]) => /^[a-z-]+$/.test(name) && !ASKED.includes(name),
  );
  for (const { name, value } of script?.attributes || []) {
    if (name.startsWith("data-")) given.push([name.slice(5), value]);
  }
  given.push(["survey", survey.id], ["form", form]);
  const element = document.createElement(NAME);
  element.own = payload;
  for (const [name, value] of given) element.setAttribute(name, value);
  const mode = element.getAttribute("mode");
  if (link) {
    element.word = link.dataset.otklik;
    link.replaceWith(element);
    element.append(link);
  } else if (mode && !document.querySelector(`${NAME}[survey="${survey.id}"][form="${form}"][mode="${mode}"]`)) {
    document.documentElement.append(element);
  }
})(PAYLOAD);
