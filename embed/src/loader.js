// Paints the survey's form into the host page, at once and without WASM; the widget takes over later.
// The worker puts the payload where the last line names it: { form, css, html, sheet, widget }.
(function (payload) {
  const script = document.currentScript;
  if (!script) return;
  const url = new URL(script.src);
  const server = url.origin;
  const { dataset } = script;

  // Explicit, then the page's language, then what the server chose by the browser's.
  const wanted = (
    dataset.lang ||
    (url.searchParams.get("lang") ? "" : document.documentElement.lang)
  )
    .slice(0, 2)
    .toLowerCase();
  const speaksOther = ["ru", "uk", "en"].includes(wanted) && wanted !== payload.sheet.lang;
  // The server knows the touchpoints and channels, and how a question reads at each.
  const context = ["touchpoint", "channel"].filter((name) => dataset[name]);
  if (speaksOther || context.length) {
    url.pathname = url.pathname.replace(/js$/, "json");
    url.searchParams.set("lang", speaksOther ? wanted : payload.sheet.lang);
    context.forEach((name) => url.searchParams.set(name, dataset[name]));
    fetch(url)
      .then((response) => response.json())
      .then(paint, () => paint(payload));
  } else paint(payload);

  function paint({ form: kind, css, html, sheet, widget }) {
    const { words } = sheet;
    const before = script.previousElementSibling;
    const link = before && before.matches("a[data-otklik]") ? before : null;
    const host = document.createElement("div");
    host.dataset.otklikHost = sheet.survey.id;
    host.dataset.otklikForm = kind;
    const root = host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(css);
    root.adoptedStyleSheets = [style];
    root.innerHTML = '<div class="otklik">' + html + "</div>";
    if (link) link.replaceWith(host);
    else script.before(host);

    const form = root.querySelector("form");
    const send = root.querySelector(".otklik-send");
    const status = root.querySelector(".otklik-status");
    const sendWord = send.textContent;
    const field = (name) => form.elements[name];
    field("id").value = mintId();
    if (dataset.event) field("event").value = dataset.event;

    const path = kind === "callback" ? "/v1/callbacks?survey=" : "/v1/responses?survey=";
    const door = server + path + sheet.survey.id;
    let sending = false;
    let tried = false;

    // A host's policy may forbid fetch (then the form navigates) and the form too (then the link
    // comes back, with the score that was tapped). Some browsers tell the origin alone.
    document.addEventListener("securitypolicyviolation", (event) => {
      const { blockedURI, effectiveDirective: rule } = event;
      const concerns = (address) =>
        address.startsWith(blockedURI) && blockedURI.startsWith(new URL(address).origin);
      if (!tried || event.disposition !== "enforce") return;
      if (rule === "connect-src" && concerns(door)) form.submit();
      if (rule === "form-action" && concerns(form.action) && link) bringBackLink();
    });

    function bringBackLink() {
      const scored = root.querySelector("[data-score] :checked");
      const target = new URL(link.href);
      if (scored) target.searchParams.set("score", scored.value);
      link.href = target;
      host.replaceWith(link);
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      tried = sending = send.disabled = true;
      status.textContent = words.sending;
      root.querySelectorAll(".otklik-error").forEach((error) => error.remove());
      root.querySelectorAll("[aria-invalid]").forEach((it) => it.removeAttribute("aria-invalid"));
      fetch(door, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "Accept-Language": sheet.lang },
        keepalive: true,
      })
        .then((response) => response.json())
        .then(settle, () => settle(null));
    });

    // Only a receipt of ours counts as stored: between us and a guest others may answer too.
    function settle(answer) {
      sending = send.disabled = false;
      status.textContent = "";
      const error = answer && answer.error;
      if (answer && answer.status) thank();
      else if (error && error.code === "origin_not_allowed") form.submit();
      else if (error && error.code !== "unavailable") {
        send.textContent = sendWord;
        (error.all || [error]).reverse().forEach(show);
      } else {
        // Perhaps stored, perhaps not: what is sent next may differ, so it is the next revision.
        field("rev").value = Math.min(32, +field("rev").value + 1);
        send.textContent = words.retry;
        status.textContent = words["not-sent"];
      }
    }

    function show({ field: name, message }) {
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
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", error.id);
      input.focus();
    }

    function thank() {
      const thanks = document.createElement("div");
      thanks.className = "otklik-thanks";
      thanks.setAttribute("role", "status");
      thanks.tabIndex = -1;
      const line = (parent, tag, text) => {
        const element = document.createElement(tag);
        element.textContent = text;
        parent.append(element);
        return element;
      };
      line(thanks, "h2", words["thanks-title"]);
      line(thanks, "p", words["thanks-text"]);
      for (const { title, url } of sheet.links) {
        const link = line(line(thanks, "p", ""), "a", title);
        link.href = url;
        link.rel = "noopener";
      }
      form.replaceWith(thanks);
      thanks.focus();
    }

    // After the paint, and never while something is being sent: the form works without it.
    requestAnimationFrame(() =>
      setTimeout(() => {
        const base = server + "/widget/" + widget;
        import(base + ".js")
          .then((module) =>
            module.default({ module_or_path: base + ".wasm" }).then(() => {
              if (!sending && form.isConnected) {
                module.take_over(form, { form: kind, sheet }, server);
              }
            }),
          )
          .catch(() => {});
      }),
    );
  }

  // `crypto.randomUUID` exists on https pages only.
  function mintId() {
    return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );
  }
})(PAYLOAD);
