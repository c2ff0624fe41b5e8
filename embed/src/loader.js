// Paints the survey's form into the host page, at once and without WASM; the widget takes over later.
// The worker puts the payload where the last line names it: { form, css, html, sheet, widget }.
(function (payload) {
  const script = document.currentScript;
  if (!script) return;
  const server = new URL(script.src).origin;
  const url = new URL(script.src);
  const { dataset } = script;

  // Explicit, then the page's language, then what the server chose by the browser's.
  const wanted = (
    dataset.lang ||
    (url.searchParams.get("lang") ? "" : document.documentElement.lang)
  )
    .slice(0, 2)
    .toLowerCase();
  if (["ru", "uk", "en"].includes(wanted) && wanted !== payload.sheet.lang) {
    url.pathname = url.pathname.replace(/js$/, "json");
    url.searchParams.set("lang", wanted);
    fetch(url)
      .then((response) => response.json())
      .then(paint, () => paint(payload));
  } else paint(payload);

  function paint({ form: kind, css, html, sheet, widget }) {
    const survey = sheet.survey.id;
    const before = script.previousElementSibling;
    const link = before && before.matches("a[data-otklik]") ? before : null;
    const host = document.createElement("div");
    host.dataset.otklikHost = survey;
    host.dataset.otklikForm = kind;
    const root = host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(css);
    root.adoptedStyleSheets = [style];
    root.innerHTML = '<div class="otklik">' + html + "</div>";
    if (link) link.replaceWith(host);
    else script.before(host);

    const form = root.querySelector("form");
    const field = (name) => form.elements[name];
    field("id").value = mintId();
    for (const name of ["event", "touchpoint", "channel"]) {
      if (dataset[name]) field(name).value = dataset[name];
    }

    const send = root.querySelector(".otklik-send");
    const status = root.querySelector(".otklik-status");
    const words = sheet.words;

    // A host's policy may forbid fetch (then the form navigates) and the form too (then the link
    // comes back, with the score that was tapped).
    let waiting = false;
    document.addEventListener("securitypolicyviolation", (event) => {
      const ours = [server, new URL(form.action).origin];
      if (!waiting || !ours.some((origin) => event.blockedURI.startsWith(origin))) return;
      if (event.effectiveDirective === "connect-src") form.submit();
      if (event.effectiveDirective === "form-action" && link) {
        const scored = root.querySelector("[data-score] :checked");
        if (scored) {
          const target = new URL(link.href);
          target.searchParams.set("score", scored.value);
          link.href = target;
        }
        host.replaceWith(link);
      }
    });

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      waiting = send.disabled = true;
      status.textContent = words.sending;
      root.querySelectorAll(".otklik-error").forEach((error) => error.remove());
      const path = kind === "callback" ? "/v1/callbacks?survey=" : "/v1/responses?survey=";
      fetch(server + path + survey, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "Accept-Language": sheet.lang },
        keepalive: true,
      })
        .then((response) => response.json())
        .then(
          (answer) => (answer.error ? refuse(answer.error) : thank()),
          () => fail(words["not-sent"]),
        );
    });

    function refuse({ field: name, message }) {
      fail("");
      const error = document.createElement("p");
      error.className = "otklik-error";
      error.id = "err-" + name;
      error.textContent = message;
      error.setAttribute("role", "alert");
      const input = form.elements[(name || "").replace("answers.", "q.")];
      const place = input && (input.length ? input[0] : input).closest(".otklik-q");
      if (place) place.append(error);
      else send.before(error);
    }

    function fail(sentence) {
      send.disabled = false;
      if (sentence) send.textContent = words.retry;
      status.textContent = sentence;
    }

    function thank() {
      const thanks = document.createElement("div");
      thanks.className = "otklik-thanks";
      thanks.setAttribute("role", "status");
      thanks.tabIndex = -1;
      for (const [tag, key] of [["h2", "thanks-title"], ["p", "thanks-text"]]) {
        const line = document.createElement(tag);
        line.textContent = words[key];
        thanks.append(line);
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
              if (!waiting && form.isConnected) {
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
