// The files of a folder, as a program of several files. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_PROJECT_FILES_H
#define ISOBOX_IPC_CLIENT_CLI_PROJECT_FILES_H

#include <cstddef>
#include <map>
#include <string>

#include "ipc/base/result.h"

namespace isobox::cli {

/// Paths below the folder, with slashes, and texts.
using FileTexts = std::map<std::string, std::string>;

/// More is no source code.
inline constexpr std::size_t kLargestProject = 16 * 1024 * 1024;

/// JavaScript, TypeScript and JSON below `folder`. Symbolic links are not followed; node_modules and what begins with a dot
/// are passed over unless `all`. Errors: what cannot be read, is not UTF-8, or is too large together.
Result<FileTexts> readProjectFiles(const std::string& folder, bool all);

/// The path of the file to begin with: `wanted`, or what package.json's "main" means, or index.*.
Result<std::string> findEntry(const FileTexts& files, const std::string& folder, const std::string& wanted);

}  // namespace isobox::cli

#endif
