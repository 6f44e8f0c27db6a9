// Parsing, formatting, arithmetic, durations; all in UTC or with fixed offsets.
const moment = require('moment');

const show = (label, ...values) => console.log(label + ':', ...values.map((value) => (moment.isMoment(value) ? value.format() : JSON.stringify(value))));

show('version', moment.version, moment.locale());
show('ISO', moment.utc('2013-02-08 24:00:00.000'), moment.utc('2013-W06-5'), moment.utc('2013-039'), moment.utc('20130208T080910,123'), moment.utc('2013-02-08T09:30:26.123+07:00'));
show('RFC 2822', moment.utc('6 Mar 17 21:22 UT', moment.RFC_2822), moment.utc('Mon, 06 Mar 2017 21:22:23 z', moment.RFC_2822));
show('formats', moment.utc('12-25-1995', 'MM-DD-YYYY'), moment.utc('24/12/2019 09:15:00', 'DD MM YYYY hh:mm:ss'), moment.utc('1st of March 2020, 7:05 pm', 'Do [of] MMMM YYYY, h:mm a'),
  moment.utc('2016 W1 3', 'GGGG [W]W E'), moment.utc('123', 'DDDD').format('MM-DD'), moment.utc('1318781876.721', 'X'), moment.utc('1410715640579', 'x'));
show('several formats', moment.utc('29-06-1995', ['MM-DD-YYYY', 'DD-MM', 'DD-MM-YYYY']), moment.utc('05-06-1995', ['MM-DD-YYYY', 'DD-MM-YYYY'], true));
show('strict', moment.utc('It is 2012-05-25', 'YYYY-MM-DD').isValid(), moment.utc('It is 2012-05-25', 'YYYY-MM-DD', true).isValid(), moment.utc('2012-05-25', 'YYYY-MM-DD', true).isValid());
show('made of', moment.utc([2010, 1, 14, 15, 25, 50, 125]), moment.utc({year: 2010, month: 3, day: 5, hour: 15}), moment.utc(1318781876406), moment.unix(1318781876).utc(), moment.utc(new Date(0)));
const invalid = moment.utc('2011-10-40T25:00', moment.ISO_8601);
show('invalid', invalid.isValid(), invalid.invalidAt(), invalid.format(), moment.utc([2015, 25, 35]).invalidAt(), moment.utc('nope', 'YYYY').parsingFlags().unusedInput);
show('zones', moment.parseZone('2013-01-01T00:00:00-13:00').utcOffset(), moment.utc('2016-05-03T22:15:01').utcOffset('+02:00'), moment.utc('2016-05-03T22:15:01').utcOffset(-8), moment.utc('2013-03-07').utcOffset(330, true));

const day = moment.utc('2014-02-27T14:08:09.037');
for (const tokens of ['M Mo MM MMM MMMM', 'Q Qo', 'D Do DD DDD DDDo DDDD', 'd do dd ddd dddd e E', 'w wo ww W Wo WW', 'YY YYYY Y gg gggg GG GGGG', 'A a H HH h hh k kk', 'm mm s ss S SS SSS SSSSSS', 'z zz Z ZZ', 'X x',
  'LT LTS L l LL ll LLL lll LLLL llll', '[escaped] YYYY [and] [[brackets]]', 'N NN NNNNN'])
  show(tokens, day.format(tokens));
show('default formats', day.format(), day.toISOString(), day.toString(), day.inspect(), day.toArray(), day.toObject(), day.toJSON(), day.valueOf(), day.unix());

show('get', day.get('year'), day.quarter(), day.week(), day.isoWeek(), day.weekYear(), day.isoWeekday(), day.dayOfYear(), day.daysInMonth(), day.isoWeeksInYear(), day.weeksInYear());
const set = day.clone().set({hour: 5, minute: 6, date: 31}).month('January').day(-1).isoWeekday('Friday');
show('set', set, day.clone().dayOfYear(366), day.clone().week(53), day.clone().quarter(4), day.clone().year(2016).date(30), day);
show('max', moment.max(moment.utc('2010-01-01'), day), moment.min([moment.utc('2010-01-01'), day]));
show('add', day.clone().add(7, 'days'), day.clone().add({days: 7, months: 1}), day.clone().subtract(1, 'quarter'), moment.utc('2010-01-31').add(1, 'month'), day.clone().add(1.5, 'months'), day.clone().subtract(moment.duration('P1Y2M3DT4H')));
show('start', ['year', 'quarter', 'month', 'week', 'isoWeek', 'day', 'hour', 'minute', 'second'].map((unit) => day.clone().startOf(unit).toISOString()));
show('end', ['year', 'quarter', 'month', 'week', 'isoWeek', 'day', 'hour', 'minute', 'second'].map((unit) => day.clone().endOf(unit).toISOString()));
const other = moment.utc('2012-09-05T23:59:59');
show('diff', day.diff(other), ['years', 'quarters', 'months', 'weeks', 'days', 'hours', 'minutes'].map((unit) => [day.diff(other, unit), Number(day.diff(other, unit, true).toFixed(6))]));
show('from', day.from(other), other.from(day), other.to(day, true), [0, 40, 50, 2600, 5000, 80000, 100000, 2e6, 5e6, 4e7].map((s) => moment.utc(0).to(moment.utc(s * 1000))));
show('calendar', [-10, -3, -1, 0, 1, 4, 9].map((n) => day.clone().add(n, 'days').calendar(day)), day.calendar(other, {sameElse: '[on] dddd'}));
show('query', day.isBefore('2014-02-28'), day.isSame('2014-03-01', 'year'), day.isAfter(other), day.isSameOrBefore(day), day.isBetween('2014-02-27', '2014-02-28', 'day', '[)'), moment.utc([2000]).isLeapYear(), day.isDST(), moment.isDate(new Date()));

const durations = [moment.duration(90, 'minutes'), moment.duration({days: 32, hours: 30}), moment.duration('7.23:59:59.999'), moment.duration('P1Y2M3DT4H5M6.5S'), moment.duration(-1, 'week'), moment.duration('23:59'), moment.duration(1e12)];
for (const d of durations)
  show('duration', d.humanize(), d.humanize(true), d.toISOString(), d.asDays().toFixed(4), d.asMonths().toFixed(3), [d.years(), d.months(), d.days(), d.hours(), d.minutes(), d.seconds(), d.milliseconds()], d.toJSON());
show('duration arithmetic', moment.duration(1, 'day').add(12, 'hours').subtract({minutes: 30}).asHours(), moment.duration(1, 'hour').as('seconds'), moment.duration(3, 'days').humanize({d: 7, w: 4}), moment.duration(-1, 'days').abs().toISOString());
show('names', moment.months(), moment.weekdaysShort(), moment.weekdaysMin(true), moment.monthsShort('M'), moment.localeData().ordinal(23), moment.localeData().firstDayOfWeek(), moment.normalizeUnits('M'));
moment.updateLocale('en', {relativeTime: {future: 'in %s', past: '%s back', s: 'a moment', m: '1 min', mm: '%d min', h: '1 h', hh: '%d h', d: '1 d', dd: '%d d', M: '1 mo', MM: '%d mo', y: '1 y', yy: '%d y'}, week: {dow: 1, doy: 4}});
show('own locale', other.from(day), moment.utc('2016-01-01').week(), day.clone().startOf('week'), day.fromNow().endsWith('back'));
moment.defineLocale('x-robot', {months: 'm1_m2_m3_m4_m5_m6_m7_m8_m9_m10_m11_m12'.split('_'), ordinal: (n) => '#' + n, meridiem: (h) => (h < 12 ? 'ante' : 'post'), postformat: (text) => text.toUpperCase()});
show('another', moment.locales(), day.clone().locale('x-robot').format('MMMM Do, h A'), moment.locale('en'));
moment.relativeTimeThreshold('ss', 3);
show('rounding', moment.relativeTimeRounding(), moment.utc(0).to(moment.utc(4000)), moment.duration(12).humanize());
const local = moment([2024, 6, 14, 3, 4, 5]);
show('local', local.year(), local.month(), local.hours(), local.format('dddd, MMMM Do YYYY, h:mm:ss a'), local.clone().add(1, 'M').daysInMonth(), local.isLocal());
let walk = moment.utc('1999-12-27'), fridays = 0;
while (walk.isBefore('2004-01-01')) { if (walk.day() === 5 && walk.date() === 13) { fridays++; console.log(walk.format('ddd D MMM YYYY')); } walk.add(1, 'day'); }
show('Fridays the 13th', fridays);
