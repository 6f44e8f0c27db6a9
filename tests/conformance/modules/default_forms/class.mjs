export default class { m() { return 'method'; } }
