console.log('star'); export * from './lib.cjs';
