// SPDX-License-Identifier: Apache-2.0
#include "cli/artifact_output.hpp"

#include <algorithm>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/json_members.hpp"
#include "words/character.hpp"
#include "words/quoted.hpp"
#include "words/word_list.hpp"

namespace portside::cli {
namespace {

using words::shortened;

void print_line(std::ostream& out, const std::string& what, std::string_view value) {
  if (value.empty()) return;
  out << std::left << std::setw(16) << shortened(what) << "  " << shortened(value) << '\n';
}

void print_attributes(std::ostream& out, const Json& attributes) {
  if (attributes.absent()) return;
  out << "attributes\n";
  for (const sdk::JsonMember& member : sdk::json_members(attributes.text, "the attributes")) {
    print_line(out, "  " + member.name, member.text.empty() ? member.json : member.text);
  }
}

std::string platform_text(const nlohmann::json& reference) {
  const auto platform = reference.find("Platform");
  if (platform == reference.end() || !platform->is_object()) return {};
  std::string text = platform->value("os", "") + "/" + platform->value("architecture", "");
  const std::string variant = platform->value("variant", "");
  return variant.empty() ? text : text + "/" + variant;
}

void print_references(std::ostream& out, const Json& references) {
  if (references.absent()) return;
  out << "references\n";
  for (const auto& each : nlohmann::json::parse(references.text)) {
    const std::string platform = platform_text(each);
    out << "  " << shortened(each.value("child_digest", "")) << (platform.empty() ? "" : "  ")
        << shortened(platform) << '\n';
  }
}

void print_notes(const Terminal& terminal, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) terminal.error << "portside: " << note << '\n';
}

std::string json_list(const std::vector<std::string>& texts) {
  return nlohmann::json(texts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The members that both documents end with.
void print_outcome_json(std::ostream& out, const AbstractedArtifact& found) {
  out << R"("look_again":)" << (found.look_again ? "true" : "false") << R"(,"notes":)"
      << json_list(found.notes) << "}\n";
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const words::Character c = words::first_character(text);
    if (!c.good) return false;
    text.remove_prefix(c.bytes);
  }
  return true;
}

void print_for_terminal(std::ostream& out, std::string_view text) {
  while (!text.empty()) {
    const words::Character c = words::first_character(text);
    const bool is_layout = c.code == U'\n' || c.code == U'\t';
    if (!c.good) {
      out << words::kReplacement;
    } else if (words::is_harmful(c.code) && !is_layout) {
      out << words::escape_of(c.code);
    } else {
      out << text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
}

}  // namespace

void print_artifact(const Terminal& terminal, const AbstractedArtifact& found,
                    const std::vector<std::string>& additions) {
  const Artifact& artifact = found.artifact;
  std::ostream& out = terminal.out;
  print_line(out, "type", artifact.type);
  print_line(out, "digest", artifact.digest);
  print_line(out, "media type", artifact.media_type);
  if (artifact.artifact_type != artifact.media_type) {
    print_line(out, "artifact type", artifact.artifact_type);
  }
  print_line(out, "size", std::to_string(artifact.size));
  print_line(out, "icon", artifact.icon);
  print_line(out, "additions", words::joined(additions, ", "));
  for (const auto& [key, value] : artifact.annotations) {
    print_line(out, "annotation", key + ": " + value);
  }
  print_attributes(out, artifact.extra_attrs);
  print_references(out, artifact.references);
  print_notes(terminal, found.notes);
}

void print_artifact_json(const Terminal& terminal, const AbstractedArtifact& found,
                         const std::vector<std::string>& additions) {
  terminal.out << R"({"artifact":)" << sdk::artifact_to_json(found.artifact) << R"(,"additions":)"
               << json_list(additions) << ',';
  print_outcome_json(terminal.out, found);
}

void print_addition(const Terminal& terminal, const AbstractedArtifact& found,
                    const std::string& name, const Addition& addition) {
  const std::string& text = addition.content;
  if (terminal.width == 0) {
    terminal.out.write(text.data(), static_cast<std::streamsize>(text.size()));
  } else {
    print_for_terminal(terminal.out, text);
    if (!text.empty() && text.back() != '\n') terminal.out << '\n';
  }
  if (text.empty()) terminal.error << "portside: the addition " << shortened(name) << " is empty\n";
  print_notes(terminal, found.notes);
}

void print_addition_json(const Terminal& terminal, const AbstractedArtifact& found,
                         const std::string& name, const Addition& addition) {
  const bool is_text = is_utf8(addition.content);
  terminal.out << R"({"name":)" << sdk::json_quoted(name) << R"(,"content_type":)"
               << sdk::json_quoted(addition.content_type) << R"(,"encoding":)"
               << (is_text ? R"("utf-8")" : R"("base64")") << R"(,"content":)"
               << sdk::json_quoted(is_text ? addition.content : sdk::base64(addition.content))
               << ',';
  print_outcome_json(terminal.out, found);
}

}  // namespace portside::cli
