// Small things that need the browser: the menu, 长者模式, focus, dialogs, files, moving along rows.
(() => {
  const root = document.documentElement;

  const drawElder = () => document.querySelectorAll('[data-elder-switch]').forEach(button =>
    button.setAttribute('aria-pressed', String('elder' in root.dataset)));

  window.portal = {
    scale: scale => {
      if (scale) root.dataset.scale = scale;
      else delete root.dataset.scale;
      drawElder();
      // Called when a circuit has drawn its first page: from now on it hears what is typed.
      document.dispatchEvent(new Event('portal:live'));
    },
    // The element is drawn after this call arrives, so it is looked for on the next frame.
    focus: selector => requestAnimationFrame(() => document.querySelector(selector)?.focus()),
    open: id => document.getElementById(id)?.showModal(),
    close: id => document.getElementById(id)?.close(),
    save: async (name, type, stream) => {
      const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type }));
      Object.assign(document.createElement('a'), { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    },
    print: () => window.print(),
    // The table that a button stands below, or else the first one beside it: its heads, then its rows, without the words that only phones show.
    shown: button => {
      const all = [...button.closest('details, .sheet, main')?.querySelectorAll('table') ?? []];
      const table = all.filter(one => one.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1) ?? all[0];
      return [...table?.rows ?? []].map(row => [...row.cells].map(cell => {
        const copy = cell.cloneNode(true);
        copy.querySelectorAll('.name, .aloud, [aria-hidden]').forEach(part => part.remove());
        return copy.textContent.replace(/\s+/g, ' ').trim();
      }));
    },
  };

  document.addEventListener('click', event => {
    const at = event.target.closest?.('[data-fold],[data-elder-switch],[data-focus],[data-reload],[data-print],[data-copy]');
    if (!at) return;
    if ('fold' in at.dataset) {
      at.setAttribute('aria-expanded', String(document.getElementById('menu').classList.toggle('open')));
    } else if ('elderSwitch' in at.dataset) {
      if ('elder' in root.dataset) delete root.dataset.elder;
      else root.dataset.elder = '';
      const secure = location.protocol === 'https:' ? '; secure' : '';
      document.cookie = `elder=${'elder' in root.dataset ? 1 : 0}; path=/; max-age=31536000; samesite=lax${secure}`;
      drawElder();
    } else if ('focus' in at.dataset) {
      event.preventDefault();
      const field = document.getElementById(at.dataset.focus);
      (field?.matches('fieldset') ? field.querySelector('input,select') : field)?.focus();
    } else if ('reload' in at.dataset) {
      location.reload();
    } else if ('print' in at.dataset) {
      window.print();
    } else if ('copy' in at.dataset) {
      navigator.clipboard?.writeText(at.dataset.copy || location.href);
    }
  });

  document.addEventListener('keydown', event => {
    const writing = event.target.matches?.('input,textarea,select');
    if (event.key === '/' && !writing) {
      const search = document.getElementById('q');
      if (search) { search.focus(); event.preventDefault(); }
    }
    const rows = event.target.closest?.('[data-rows]');
    if (!rows || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || writing) return;
    const all = [...rows.querySelectorAll('[data-row][tabindex]')];
    const next = all[all.indexOf(event.target.closest('[data-row]')) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next) { next.focus(); event.preventDefault(); }
  });

  drawElder();
})();
