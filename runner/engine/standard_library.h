// What most of the engine's files include of other people's, compiled once for all of them. In the runner, and in tests.
#ifndef ISOBOX_RUNNER_ENGINE_STANDARD_LIBRARY_H
#define ISOBOX_RUNNER_ENGINE_STANDARD_LIBRARY_H

#include <algorithm>
#include <array>
#include <boost/system/result.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#endif
