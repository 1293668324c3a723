// The demo's choice of promise: ?lofte=olofstrom-2024. A kommun does not need this; it puts
// the address of its own document in the tag.
(() => {
  const wanted = new URLSearchParams(location.search).get('lofte');
  for (const link of document.querySelectorAll('#choices a')) {
    if (link.search === location.search || (!wanted && link.search.endsWith('exempelby-2026'))) {
      link.setAttribute('aria-current', 'page');
    }
  }
  if (!wanted || !/^[a-z0-9-]+$/.test(wanted)) return;
  const address = `promises/${wanted}.json`;
  // The loader may or may not have run yet.
  for (const [selector, prefix] of [['medborgar-lofte', ''], ['script[data-src]', 'data-']]) {
    const element = document.querySelector(selector);
    // Only the made-up kommun accepts tips here, since nobody would receive those for the others.
    if (!wanted.startsWith('exempelby-')) element?.removeAttribute(`${prefix}tips`);
    element?.setAttribute(`${prefix}src`, address);
  }
})();
