// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <utility>

#include "access/layout_access.hpp"
#include "oci/layout.hpp"
#include "portside/host/image_source.hpp"

namespace portside {
namespace {

class LayoutImages final : public ImageSource {
 public:
  explicit LayoutImages(std::string folder)
      : layout_(std::make_shared<const oci::Layout>(std::move(folder))) {}

  std::shared_ptr<RegistryAccess> open(const AccessRequest& request) override {
    return std::make_shared<access::LayoutAccess>(layout_, request.repository, request.on_bytes);
  }

 private:
  const std::shared_ptr<const oci::Layout> layout_;
};

}  // namespace

std::shared_ptr<ImageSource> make_layout_images(std::string folder) {
  return std::make_shared<LayoutImages>(std::move(folder));
}

}  // namespace portside
