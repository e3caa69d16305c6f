// What must be true of a report in a browser. An expression: a list of sentences, each about something wrong.
(() => {
  const wrong = [];
  const all = [...document.querySelectorAll('*')];
  const excerpt = (element) => element.outerHTML.slice(0, 120);

  const strangers = all.filter((e) => /^(script|iframe|frame|object|embed|img|image|link|base|form|input|video|audio|foreignObject|use|animate|set)$/i.test(e.localName));
  for (const e of strangers) wrong.push(`there is an element that no report has: ${excerpt(e)}`);
  for (const e of all) {
    for (const a of e.attributes) {
      if (/^on/i.test(a.name)) wrong.push(`an attribute that runs a script: ${excerpt(e)}`);
      if (/^(href|src|action|xlink:href)$/i.test(a.name) && !a.value.startsWith('#')) wrong.push(`a link away from the page: ${excerpt(e)}`);
    }
  }

  // Screens: nothing sticks out of the page, and no text is hidden behind an edge that does not scroll.
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) wrong.push(`the page is ${page.scrollWidth} pixels wide in a window of ${innerWidth}`);
  for (const e of document.body.querySelectorAll('*')) {
    if (e.closest('.scroll') && !e.classList.contains('scroll')) continue;
    const box = e.getBoundingClientRect();
    if (box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5)) wrong.push(`it sticks out from ${box.left} to ${box.right}: ${excerpt(e)}`);
  }

  // Those who cannot see it.
  if (document.documentElement.lang !== 'en') wrong.push('the language is not named');
  if (!document.title) wrong.push('there is no title');
  if (document.querySelectorAll('h1').length !== 1) wrong.push('there is not one h1');
  let level = 1;
  for (const h of document.querySelectorAll('h1,h2,h3,h4')) {
    const next = Number(h.localName[1]);
    if (next > level + 1) wrong.push(`a level of headings is left out before: ${excerpt(h)}`);
    level = next;
  }
  const ids = all.map((e) => e.id).filter(Boolean);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`an id stands twice: ${id}`);
  for (const a of document.querySelectorAll('a')) if (!document.getElementById(decodeURIComponent(a.hash.slice(1)))) wrong.push(`a link to nothing: ${excerpt(a)}`);
  for (const e of document.querySelectorAll('[aria-labelledby]')) {
    for (const id of e.getAttribute('aria-labelledby').split(' ')) {
      if (!document.getElementById(id)?.textContent) wrong.push(`it is named after nothing: ${excerpt(e)}`);
    }
  }
  for (const t of document.querySelectorAll('table')) {
    if (!t.caption?.textContent) wrong.push(`a table without a caption: ${excerpt(t)}`);
    if (t.querySelector('th:not([scope])')) wrong.push(`a header without scope: ${excerpt(t)}`);
  }
  for (const s of document.querySelectorAll('svg svg, figure > svg')) {
    if (s.parentElement.localName === 'figure' && (s.getAttribute('role') !== 'img' || !s.querySelector(':scope > title') || !s.querySelector(':scope > desc'))) wrong.push(`a chart without a name: ${excerpt(s)}`);
  }

  // Contrast, after WCAG 2: 4.5 for text.
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = parts(colour).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (parts(colour).length === 3 || parts(colour)[3] === 1) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || ['title', 'desc'].includes(e.localName)) continue;
    const style = getComputedStyle(e);
    const text = e instanceof SVGElement ? style.fill : style.color;
    const pair = `${text} on ${behind(e)}`;
    if (seen.has(pair)) continue;
    seen.add(pair);
    const [light, dark] = [luminance(text), luminance(behind(e))].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) wrong.push(`a contrast of ${contrast.toFixed(2)}, ${pair}: ${excerpt(e)}`);
  }
  return wrong;
})()
