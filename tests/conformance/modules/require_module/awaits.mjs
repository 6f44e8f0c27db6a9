import './tla.mjs'; console.log('never');
