// SPDX-License-Identifier: Apache-2.0
// A scripted Anchore of API v2 with 500 images, sha256:000...1 and so on, behind a registry that
// lets it wait for half a second. Prints its port; ends when its standard input does.
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "fake_anchore.hpp"
#include "fake_server.hpp"

namespace {

constexpr int kImages = 500;
/// Of an image until it is analysed: the first look is the one before it is posted.
constexpr int kLooks = 4;
constexpr auto kRegistryTime = std::chrono::milliseconds(500);

std::string digest_number(int number) {
  const std::string digits = std::to_string(number);
  return "sha256:" + std::string(64 - digits.size(), '0') + digits;
}

bool asks_the_registry(const portside::HttpRequest& request) {
  return request.method == "POST" && request.url.rfind("/v2/images", 0) == 0;
}

}  // namespace

int main() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  portside::testing::FakeAnchore anchore(2);
  portside::testing::FakeAnchoreImage image;
  image.packages = {{"openssl", "3.0.11"}, {"bash", "5.2"}};
  image.looks = kLooks;
  for (int i = 1; i <= kImages; ++i) anchore.put_image(digest_number(i), image);
  anchore.put_vulnerability({"CVE-2026-1", "openssl", "3.0.12", "High"});
  anchore.put_vulnerability({"CVE-2026-2", "bash", "", "Low"});
  const portside::testing::FakeServer server([&](const portside::HttpRequest& request) {
    if (asks_the_registry(request)) std::this_thread::sleep_for(kRegistryTime);
    return anchore.handle(request);
  });
  std::puts(server.url().substr(server.url().rfind(':') + 1).c_str());
  std::fflush(stdout);
  char byte = 0;
  while (::read(STDIN_FILENO, &byte, 1) > 0) {
  }
}
