try { throw 'text'; } catch (e) { console.log(e); }
throw { code: 5 };
