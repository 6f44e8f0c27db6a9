// In the order of the options: what each shows of one moment, in UTC.
const moment = new Date(Date.UTC(2023, 0, 4, 15, 5, 9, 78));
const all = [
  {},
  { weekday: 'long' },
  { month: 'long' },
  { month: 'short', day: 'numeric' },
  { month: '2-digit', day: '2-digit', year: 'numeric' },
  { year: '2-digit', month: 'numeric' },
  { year: 'numeric' },
  { day: 'numeric' },
  { year: 'numeric', month: 'long' },
  { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' },
  { weekday: 'short', month: 'numeric', day: 'numeric', year: 'numeric' },
  { month: 'long', day: 'numeric', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  { year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  { hour: 'numeric' },
  { hour: '2-digit' },
  { hour: 'numeric', minute: 'numeric' },
  { hour: '2-digit', minute: '2-digit', hour12: false },
  { hour: 'numeric', hour12: false },
  { minute: 'numeric', second: 'numeric' },
  { minute: 'numeric' },
  { second: 'numeric' },
  { hour: 'numeric', minute: 'numeric', second: 'numeric', fractionalSecondDigits: 3 },
  { hour: 'numeric', timeZoneName: 'short' },
  { timeZoneName: 'short' },
  { timeZoneName: 'long' },
  { dateStyle: 'full' },
  { dateStyle: 'long' },
  { dateStyle: 'medium' },
  { dateStyle: 'short' },
  { timeStyle: 'full' },
  { timeStyle: 'long' },
  { timeStyle: 'medium' },
  { timeStyle: 'short' },
  { dateStyle: 'full', timeStyle: 'short' },
  { dateStyle: 'long', timeStyle: 'short' },
  { dateStyle: 'medium', timeStyle: 'short' },
  { dateStyle: 'short', timeStyle: 'short' },
  { weekday: 'long', hour: 'numeric' },
  { weekday: 'narrow' },
  { month: 'narrow' },
  { era: 'short' },
  { era: 'long', year: 'numeric' },
  { year: 'numeric', month: 'numeric' },
  { year: 'numeric', month: 'short' },
  { weekday: 'long', month: 'long' },
  { weekday: 'long', day: 'numeric' },
  { month: 'numeric' },
  { month: '2-digit' },
  { year: 'numeric', day: 'numeric' },
  { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  { month: 'short', year: 'numeric', day: '2-digit' },
  { weekday: 'short', hour: 'numeric', minute: 'numeric' },
];
for (const options of all) console.log(JSON.stringify(options), moment.toLocaleString('en-US', { timeZone: 'UTC', ...options }));
const format = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' });
console.log(format.formatToParts(moment).map((p) => p.type + ':' + p.value).join('|'));
const utc = { timeZone: 'UTC' };
console.log(moment.toLocaleDateString('en-US', utc), '/', moment.toLocaleTimeString('en-US', utc), '/', moment.toLocaleDateString('en-US', { ...utc, hour: 'numeric' }), '/', moment.toLocaleTimeString('en-US', { ...utc, month: 'long' }));
for (const time of [0, -1, Date.UTC(1969, 1, 28), Date.UTC(2000, 1, 29), Date.UTC(1900, 2, 1), 8.64e15, -62198755200000, Date.UTC(2024, 11, 31, 23, 59, 59)])
  console.log(new Date(time).toLocaleString('en-US', { ...utc, dateStyle: 'full', timeStyle: 'medium' }), '/', new Date(time).toLocaleDateString('en-US', utc));
console.log(new Date(NaN).toLocaleString('en-US', utc), format.resolvedOptions().timeZone);
for (const bad of [() => format.format(NaN), () => new Intl.DateTimeFormat('en-US', { timeZone: 'Nowhere/Else' }), () => new Intl.DateTimeFormat('en-US', { dateStyle: 'full', month: 'long' }), () => moment.toLocaleString('x_y')])
  try {
    bad();
  } catch (e) {
    console.log(e.name);
  }
void 0;
