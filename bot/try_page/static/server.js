// Calls to the page's server, and what it tells by itself.

/** The answer of a call. Throws an Error whose message says why it was refused. */
async function answered(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Error("rapporteur has stopped; start it again with “rapporteur try”");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `the server answered ${response.status}`);
  return body;
}

/** What stands now: `state`, `menu`, `explain`, `timeline` or `sheet`. */
export function look(name, fields = {}) {
  return answered(fetch(`/api/${name}?${new URLSearchParams(fields)}`));
}

/** Do something: `send`, `edit`, `press`, `inline`, `choose` or `card`. */
export function act(name, fields) {
  return answered(fetch(`/api/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  }));
}

/** Send a file. */
export function upload(file, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value != null) form.append(name, value);
  form.append("file", file);
  return answered(fetch("/api/upload", { method: "POST", body: form }));
}

/** Follow what happens after event number `last`; another run of the server reloads the page. */
export function follow(last, run, told, connected) {
  const source = new EventSource(`/api/events?after=${last}`);
  source.addEventListener("run", (event) => {
    if (JSON.parse(event.data) !== run) location.reload();
    connected(true);
  });
  source.addEventListener("message", (event) => told(JSON.parse(event.data)));
  source.addEventListener("error", () => connected(false));
}
