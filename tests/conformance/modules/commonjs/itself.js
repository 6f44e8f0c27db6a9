exports.m = module; exports.loadedThen = module.loaded; require('./order');
