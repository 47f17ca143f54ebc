// SPDX-License-Identifier: Apache-2.0
// The commands about images that make no report: check, forget, notify.
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/commands.hpp"
#include "cli/image_name.hpp"
#include "cli/interruption.hpp"
#include "cli/scan_session.hpp"
#include "loader/printable.hpp"
#include "oci/reference.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "words/quoted.hpp"

namespace portside::cli {
namespace {

/// The largest webhook call that is taken.
constexpr std::size_t kMaxBody = std::size_t{16} << 20U;

/// Acts on each image; one that fails does not keep the others from their turn.
template <typename Act>
bool for_each_image(const ScannerOptions& options, const std::vector<std::string>& images,
                    const Program& program, const Terminal& terminal, Act act) {
  Interruption interruption;
  ScanSession session(options, program);
  bool failed = false;
  for (const std::string& text : images) {
    interruption.throw_if_happened();
    Call call({.deadline = Millis{options.timeout} * 1'000});
    interruption.watch([&call] { call.cancel(); });
    try {
      const ImageName name = parse_image_name(text);
      const auto service = session.service(session.source_of(name));
      act(session.adapter_id(), name, *service, call.context());
    } catch (const AdapterError& error) {
      print_error(terminal, error, text);
      failed = true;
    }
    interruption.clear();
  }
  return failed;
}

std::vector<ImageReference> resolved(ScanService& service, const std::string& adapter_id,
                                     const ImageName& name, const ImageQuery& query,
                                     const CallContext& context) {
  std::vector<ImageReference> images;
  for (ResolvedImage& each : service.resolve(adapter_id, name.repository, query, context).images) {
    images.push_back(std::move(each.image));
  }
  return images;
}

/// All images of a name. One that is named by its digest need not be in the registry any more.
std::vector<ImageReference> to_forget(ScanService& service, const std::string& adapter_id,
                                      const ImageName& name, const CallContext& context) {
  try {
    return resolved(service, adapter_id, name, {name.version, "", true}, context);
  } catch (const AdapterError& error) {
    const bool gone =
        error.code == ErrorCode::kRegistryNotFound || error.code == ErrorCode::kNotFound;
    if (!gone || !oci::is_digest(name.version)) throw;
    ImageReference image;
    image.repository = name.repository;
    image.digest = name.version;
    return {image};
  }
}

const char* word_of(CheckVerdict verdict) {
  switch (verdict) {
    case CheckVerdict::kPass: return "pass";
    case CheckVerdict::kFail: return "fail";
    case CheckVerdict::kUnknown: break;
  }
  return "unknown";
}

/// `kCheckFailed` goes before `kIncomplete`.
ExitCode worse(ExitCode code, CheckVerdict verdict) {
  if (verdict == CheckVerdict::kFail) return ExitCode::kCheckFailed;
  if (verdict == CheckVerdict::kUnknown && code == ExitCode::kFine) return ExitCode::kIncomplete;
  return code;
}

std::string body_of(std::istream& in, const std::string& name) {
  std::string body(kMaxBody + 1, '\0');
  in.read(body.data(), std::ssize(body));
  body.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) throw AdapterError(ErrorCode::kIo, name + " cannot be read");
  if (body.size() > kMaxBody) {
    throw AdapterError(ErrorCode::kTooLarge, name + " is larger than 16 MiB");
  }
  return body;
}

Headers headers_of(const std::vector<std::string>& lines) {
  Headers headers;
  for (const std::string& line : lines) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || colon == 0) {
      throw AdapterError(ErrorCode::kInvalidArgument,
                         words::quoted(line) + " is no header; expected NAME: VALUE");
    }
    const std::size_t value = std::min(line.find_first_not_of(' ', colon + 1), line.size());
    headers.push_back({line.substr(0, colon), line.substr(value)});
  }
  return headers;
}

Notification notification_of(const NotifyCommand& command) {
  Notification notification;
  notification.method = command.method;
  notification.path = command.path;
  notification.headers = headers_of(command.headers);
  if (command.file.empty()) {
    notification.body = body_of(std::cin, "standard input");
    return notification;
  }
  std::ifstream file(command.file, std::ios::binary);
  if (!file) throw AdapterError(ErrorCode::kIo, command.file + " cannot be opened");
  notification.body = body_of(file, command.file);
  return notification;
}

/// For operations that read no image.
class NoImages final : public ImageSource {
 public:
  std::shared_ptr<RegistryAccess> open(const AccessRequest&) override {
    throw AdapterError(ErrorCode::kUnsupported, "no image is read for a notification");
  }
};

}  // namespace

ExitCode run(const CheckImageCommand& command, const Program& program, const Terminal& terminal) {
  ExitCode code = ExitCode::kFine;
  const auto check = [&](const std::string& adapter_id, const ImageName& name, ScanService& service,
                         const CallContext& context) {
    const ImageQuery query{name.version, command.platform, false};
    for (const ImageReference& image : resolved(service, adapter_id, name, query, context)) {
      const ImageCheck verdict = service.check(adapter_id, image, context);
      terminal.out << word_of(verdict.verdict) << "  " << name.text << "  "
                   << loader::printable(verdict.reason) << '\n';
      code = worse(code, verdict.verdict);
    }
  };
  const bool failed = for_each_image(command, command.images, program, terminal, check);
  return failed && code != ExitCode::kCheckFailed ? ExitCode::kError : code;
}

ExitCode run(const ForgetCommand& command, const Program& program, const Terminal& terminal) {
  const auto forget = [&](const std::string& adapter_id, const ImageName& name,
                          ScanService& service, const CallContext& context) {
    for (const ImageReference& image : to_forget(service, adapter_id, name, context)) {
      service.forget(adapter_id, image, context);
      terminal.out << "forgotten  " << name.text << "  " << image.digest << '\n';
    }
  };
  return for_each_image(command, command.images, program, terminal, forget) ? ExitCode::kError
                                                                            : ExitCode::kFine;
}

ExitCode run(const NotifyCommand& command, const Program& program, const Terminal& terminal) {
  const Notification notification = notification_of(command);
  ScanSession session(command, program);
  const Call call({.deadline = Millis{command.timeout} * 1'000});
  const auto service = session.service(std::make_shared<NoImages>());
  // Printed before the scanner is told that the notification is done with.
  const auto print = [&](const NotifiedTargets& found) {
    for (const RescanTarget& target : found.targets) {
      terminal.out << target.digest << (target.recheck_only ? "  check" : "  rescan") << '\n';
    }
    for (const std::string& digest : found.unknown) {
      terminal.out << digest << "  never scanned\n";
    }
    terminal.out.flush();
    if (!terminal.out) throw AdapterError(ErrorCode::kIo, "the digests cannot be written");
  };
  const NotifiedTargets found =
      service->notify(session.adapter_id(), notification, call.context(), print);
  if (found.repeated) terminal.error << "this notification was handled before\n";
  return ExitCode::kFine;
}

}  // namespace portside::cli
