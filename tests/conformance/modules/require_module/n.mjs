console.log('n'); export let b = 1;
