const f = () => {};
try { new f(); } catch (e) { console.log(e instanceof TypeError); }
console.log('prototype' in f, f.hasOwnProperty('arguments'), f.hasOwnProperty('caller'));
try { f.caller; console.log('caller readable'); } catch (e) { console.log(e.name); }
console.log(f instanceof Function, Object.getPrototypeOf(f) === Function.prototype);
