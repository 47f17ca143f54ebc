// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portside::cli {

/// One file of a new project.
struct ProjectFile {
  /// Relative to the project's folder.
  std::string path;
  std::string text;
};

/// The class of a plugin: `acme-scanner` becomes `AcmeScanner`, and so does `acme` for a scanner.
std::string class_name_of(std::string_view plugin_name, std::string_view kind);

/// The word for the artifacts of a processor: `acme.rocket-processor` becomes `ACME_ROCKET`.
std::string artifact_type_of(std::string_view plugin_name);

/// Why a project cannot have this name, or "": it has to be a plugin name, and CMake must not use
/// it itself.
std::string why_no_project_name(const std::string& name);

/// A complete project for a plugin of this name and kind (`scanner` or `processor`).
std::vector<ProjectFile> make_plugin_project(std::string_view name, std::string_view kind);

/// Writes the files into `folder`, an absolute path; it may be there and be empty. Either all of
/// them are there at the end or, with an error, nothing is. Throws kConflict (something is in
/// `folder`) or kIo.
void write_project(const std::vector<ProjectFile>& files, const std::string& folder);

}  // namespace portside::cli
