// What a person typed before the page was left against their will: to be checked again, or because the connection was lost.
// It stays in this tab, and the next page that is loaded takes it away, whether it is the one it was typed into or not.
(() => {
  const touched = new Set();
  const read = () => { try { return JSON.parse(sessionStorage.getItem('typed')); } catch { return null; } };
  const checks = '[type=checkbox],[type=radio]';
  const controls = 'textarea,select,input:not([type=password],[type=file],[type=hidden],[type=search],[autocomplete=one-time-code])';
  // A box is known by its group and its words, any other control by its id or name.
  const key = control => control.matches(checks)
    ? (control.closest('fieldset')?.id ?? '') + '|' + (control.closest('label')?.textContent.trim() ?? control.getAttribute('aria-label') ?? '')
    : control.id || control.name || control.getAttribute('aria-label') || '';

  for (const kind of ['input', 'change'])
    document.addEventListener(kind, event => { if (event.target.matches?.(controls)) touched.add(event.target); }, true);

  addEventListener('pagehide', () => {
    if (location.pathname === '/step-up') return;
    const lost = /components-reconnect-(show|failed|rejected)/.test(document.getElementById('components-reconnect-modal')?.className ?? '')
      || document.getElementById('blazor-error-ui')?.style.display === 'block';
    const fields = [...touched].filter(control => control.isConnected && key(control)).map(control => [key(control), control.matches(checks) ? control.checked : control.value]);
    if (fields.length > 0) sessionStorage.setItem('typed', JSON.stringify({ path: location.pathname, lost, fields }));
  });

  const kept = read();
  if (!kept) return;
  if (location.pathname === '/step-up') {
    kept.lost ||= new URL(new URLSearchParams(location.search).get('return') ?? '/', location.origin).pathname === kept.path;
    sessionStorage.setItem('typed', JSON.stringify(kept));
    return;
  }
  sessionStorage.removeItem('typed');
  if (!kept.lost || kept.path !== location.pathname) return;

  // Some fields are drawn only once another says so, or once their data are there.
  const waiting = new Map(kept.fields);
  const fill = () => {
    for (const control of document.querySelectorAll(controls)) {
      const [name, box] = [key(control), control.matches(checks)];
      if (!waiting.has(name) || control.disabled) continue;
      const typed = waiting.get(name);
      if (control.matches('select') && ![...control.options].some(option => option.value === typed)) continue;
      waiting.delete(name);
      touched.add(control);
      if ((box ? control.checked : control.value) === typed) continue;
      if (box) control.checked = typed;
      else control.value = typed;
      for (const kind of ['input', 'change']) control.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    if (waiting.size === 0) drawn.disconnect();
  };
  const drawn = new MutationObserver(fill);
  const start = () => { fill(); if (waiting.size > 0) drawn.observe(document.body, { childList: true, subtree: true }); };
  // A page that a circuit draws hears nothing before the circuit has said so.
  const server = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  let live = true;
  while (server.nextNode()) if (server.currentNode.data.includes('"type":"server"')) live = false;
  if (live) start();
  else document.addEventListener('portal:live', start, { once: true });
})();
