// The demo's choice of promise: ?lofte=olofstrom-2024. A kommun has no need of this;
// it writes the address of its own document in the tag.
(() => {
  const wanted = new URLSearchParams(location.search).get('lofte');
  for (const link of document.querySelectorAll('#choices a')) {
    if (link.search === location.search || (!wanted && link.search.endsWith('exempelby-2026'))) {
      link.setAttribute('aria-current', 'page');
    }
  }
  if (!wanted || !/^[a-z0-9-]+$/.test(wanted)) return;
  const address = `promises/${wanted}.json`;
  // The loader may have run already, or be still to come.
  document.querySelector('medborgar-lofte')?.setAttribute('src', address);
  document.querySelector('script[data-src]')?.setAttribute('data-src', address);
})();
