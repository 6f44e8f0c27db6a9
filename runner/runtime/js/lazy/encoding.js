// TextEncoder, TextDecoder, atob and btoa. Loaded when a program first asks for one; see ../../README.md. In the dialect with
// `@` for byte 6. Runs in sealed runners; hostile are all values that come from scripts.

'use strict';
// What labels mean: the encoding's number in the engine, and its name.
@register('encodingLabels', @create(null));
@register('encodingSlot', @private('Encoding'));

//---- section
'use strict';
function label(names, kind, name) {
  var i;
  for (i = 0; i < names.length; i++) @encodingLabels[names[i]] = {kind: kind, name: name};
}
label(['unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'utf-8', 'utf8', 'x-unicode20utf8'], 0, 'utf-8');
label(['csunicode', 'iso-10646-ucs-2', 'ucs-2', 'unicode', 'unicodefeff', 'utf-16', 'utf-16le'], 1, 'utf-16le');
label(['unicodefffe', 'utf-16be'], 2, 'utf-16be');
label(['ansi_x3.4-1968', 'ascii', 'cp1252', 'cp819', 'csisolatin1', 'ibm819', 'iso-8859-1', 'iso-ir-100', 'iso8859-1', 'iso88591',
  'iso_8859-1', 'iso_8859-1:1987', 'l1', 'latin1', 'us-ascii', 'windows-1252', 'x-cp1252'], 3, 'windows-1252');

@register('encodingOf', function (object, kind) {
  var record = @isObject(object) ? object[@encodingSlot] : undefined;
  if (record === undefined || record.owner !== object || record.decodes !== (kind === 'TextDecoder'))
    throw @coded(new @TypeError('Value of "this" must be of type ' + kind), 'ERR_INVALID_THIS');
  return record;
});

//---- section
'use strict';
function TextEncoder() {
  '@{12;0;TextEncoder}';
  var made;
  if (new.target === undefined) throw new @TypeError("Class constructor TextEncoder cannot be invoked without 'new'");
  made = @instance(new.target, @intrinsic('TextEncoderPrototype'));
  @hide(made, @encodingSlot, {owner: made, decodes: false}, 0);
  return made;
}
@hide(TextEncoder, 'prototype', TextEncoder.prototype, 0);
@register('TextEncoderPrototype', TextEncoder.prototype);
@method(TextEncoder.prototype, 'encoding', function () {
  '@{1;0;get encoding}';
  @encodingOf(this, 'TextEncoder');
  return 'utf-8';
}, 5);
@method(TextEncoder.prototype, 'encode', function (input) {
  '@{1;0;encode}';
  @encodingOf(this, 'TextEncoder');
  return @encodeUtf8(input === undefined ? '' : @string(input));
}, 4);
@method(TextEncoder.prototype, 'encodeInto', function (source, destination) {
  '@{1;2;encodeInto}';
  var done;
  @encodingOf(this, 'TextEncoder');
  source = @string(source);
  if (@classOf(destination) !== 22)
    throw @coded(new @TypeError('The "dest" argument must be an instance of Uint8Array. ' + @received(destination)), 'ERR_INVALID_ARG_TYPE');
  done = @encodeInto(source, destination);
  return {read: done[0], written: done[1]};
}, 4);
@hide(TextEncoder.prototype, @toStringTag, 'TextEncoder', 4);
@lazy('TextEncoder', TextEncoder);

//---- section
'use strict';
// A label without the white space around it, in small letters.
function cleanLabel(label) {
  var text = @string(label), begin = 0, end = text.length;
  while (begin < end && @call(@indexOfText, ' \t\n\f\r', text[begin]) >= 0) begin++;
  while (end > begin && @call(@indexOfText, ' \t\n\f\r', text[end - 1]) >= 0) end--;
  return @call(@toLowerCase, @call(@slice, text, begin, end));
}

function TextDecoder(label, options) {
  '@{12;0;TextDecoder}';
  var made, encoding, text;
  if (new.target === undefined) throw new @TypeError("Class constructor TextDecoder cannot be invoked without 'new'");
  text = label === undefined ? 'utf-8' : cleanLabel(label);
  encoding = @encodingLabels[text];
  if (encoding === undefined) {
    made = new @RangeError('The "' + @string(label) + '" encoding is not supported');
    throw @coded(made, 'ERR_ENCODING_NOT_SUPPORTED');
  }
  if (options !== undefined && options !== null && !@isObject(options))
    throw @coded(new @TypeError('The "options" argument must be of type object. ' + @received(options)), 'ERR_INVALID_ARG_TYPE');
  made = @instance(new.target, @intrinsic('TextDecoderPrototype'));
  @hide(made, @encodingSlot, {
    owner: made, decodes: true, encoding: encoding, pending: 0, begun: false,
    fatal: @isObject(options) ? !!options.fatal : false, ignoreBOM: @isObject(options) ? !!options.ignoreBOM : false,
  }, 0);
  return made;
}
@hide(TextDecoder, 'prototype', TextDecoder.prototype, 0);
@register('TextDecoderPrototype', TextDecoder.prototype);
@method(TextDecoder.prototype, 'encoding', function () {
  '@{1;0;get encoding}';
  return @encodingOf(this, 'TextDecoder').encoding.name;
}, 5);
@method(TextDecoder.prototype, 'fatal', function () {
  '@{1;0;get fatal}';
  return @encodingOf(this, 'TextDecoder').fatal;
}, 5);
@method(TextDecoder.prototype, 'ignoreBOM', function () {
  '@{1;0;get ignoreBOM}';
  return @encodingOf(this, 'TextDecoder').ignoreBOM;
}, 5);
@method(TextDecoder.prototype, 'decode', function (input, options) {
  '@{1;0;decode}';
  var record = @encodingOf(this, 'TextDecoder'), more = @isObject(options) ? !!options.stream : false, done, text;
  done = @decodeText(record.encoding.kind, input, record.fatal, more, record.pending);
  if (done === null)
    throw @coded(new @TypeError('The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.'), 'ERR_INVALID_ARG_TYPE');
  if (done === undefined) {
    record.pending = 0;
    record.begun = false;
    throw @coded(new @TypeError('The encoded data was not valid for encoding ' + record.encoding.name), 'ERR_ENCODING_INVALID_ENCODED_DATA');
  }
  text = done[0];
  record.pending = done[1];
  // A byte order mark at the beginning of a stream is none of its text.
  if (!record.begun && text !== '') {
    record.begun = true;
    if (!record.ignoreBOM && record.encoding.kind < 3 && text[0] === '\ufeff') text = @call(@slice, text, 1);
  }
  if (!more) record.begun = false;
  return text;
}, 4);
@hide(TextDecoder.prototype, @toStringTag, 'TextDecoder', 4);
@lazy('TextDecoder', TextDecoder);

@lazy('btoa', function (data) {
  '@{1;1;btoa}';
  var text;
  if (arguments.length === 0) throw @coded(new @TypeError('The "data" argument must be specified'), 'ERR_MISSING_ARGS');
  text = @toBase64(@string(data));
  if (text === undefined) throw @from('dom_exception.js', 'domError')('Invalid character', 'InvalidCharacterError');
  return text;
});
@lazy('atob', function (data) {
  '@{1;1;atob}';
  var text;
  if (arguments.length === 0) throw @coded(new @TypeError('The "data" argument must be specified'), 'ERR_MISSING_ARGS');
  text = @fromBase64(@string(data));
  if (text === undefined) throw @from('dom_exception.js', 'domError')('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  return text;
});
