// Numbers in and out of text, exactly. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_ENGINE_NUMBER_TEXT_H
#define ISOBOX_RUNNER_ENGINE_NUMBER_TEXT_H

#include <string_view>

#include "runner/engine/text_buffer.h"

namespace isobox::runner {

/// A finite number as JavaScript writes it (ECMA-262, Number::toString): the shortest digits that read back
/// the same. -0 is written "0".
void appendNumber(TextBuffer& out, double number);

/// The double nearest to a number in JSON's grammar: Infinity when it is too large for one, 0 when too small.
double readDecimal(std::string_view text);

}  // namespace isobox::runner

#endif
