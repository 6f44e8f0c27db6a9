try { undefined?.a; console.log('fine'); ({}).a.b?.c; } catch (e) { console.log(e.name); }
try { ({}).f?.().g; console.log('short'); ({ f: 1 }).f?.(); } catch (e) { console.log(e.name); }
try { (undefined?.a).b; } catch (e) { console.log(e.name); }
for (const bad of ['a?.b = 1', 'a?.b++', 'new a?.b()', 'a?.`x`', '[a?.b] = []', 'for (a?.b of []);', 'super?.x']) {
  try { eval(bad); console.log(bad, 'accepted'); } catch (e) { console.log(bad, e.name); }
}
