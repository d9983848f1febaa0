// What tests ask of a page; put into every page before it loads, as `tests`.
globalThis.tests = (() => {
  const root = document.documentElement
  // A name by which the element is found again.
  const name = (element) => {
    const steps = []
    for (let at = element; at && at !== root && steps.length < 4; at = at.parentElement) {
      if (at.id) { steps.unshift(`#${at.id}`); break }
      const alike = at.parentElement ? [...at.parentElement.children].filter((own) => own.localName === at.localName) : []
      const place = alike.length > 1 ? `:nth-of-type(${alike.indexOf(at) + 1})` : ''
      steps.unshift(at.localName + [...at.classList].map((word) => `.${word}`).join('') + place)
    }
    return steps.join(' > ')
  }
  const scrolls_itself = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== 'visible') return true
    }
    return false
  }
  return {
    name,
    // What makes the page scroll sideways; nothing when it does not.
    too_wide() {
      const room = document.documentElement.clientWidth, width = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)
      if (width <= room) return []
      const out = [...document.body.querySelectorAll('*')].filter((element) => {
        const box = element.getBoundingClientRect()
        return box.width > 0 && (box.right > room + 0.5 || box.left < -0.5) && !scrolls_itself(element)
      })
      const widest = out.filter((element) => !out.some((other) => other !== element && element.contains(other)))
      return [`${width} px in ${room} px: ${widest.slice(0, 4).map(name).join(', ') || 'text'}`]
    },
    // What axe-core finds, as [rule, element, what to do].
    async axe() {
      // What is folded away is part of the page, too.
      document.querySelectorAll('details').forEach((element) => { element.open = true })
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      const found = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
      return found.violations.flatMap((rule) => rule.nodes.map((node) =>
        [rule.id, node.target.flat().join(' '), (node.failureSummary || rule.help).replaceAll(/\s+/g, ' ')]))
    },
    // Where the focus is.
    focus() {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const style = getComputedStyle(element), box = element.getClientRects()[0]
      const seen = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      return {
        name: name(element),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        in_sight: Boolean(seen) && (element.contains(seen) || seen.contains(element)),
      }
    },
    // Everything that must be reached with the keyboard.
    stops() {
      const all = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')
      return [...all].filter((element) => element.checkVisibility() && !element.disabled).length
    },
  }
})()
