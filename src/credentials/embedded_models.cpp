#include "credentials/embedded_models.hpp"

#include "model/catalog.hpp"

#include <string_view>

// The assembler takes the file in as it is; packs want to be aligned as mapped files are.
asm(R"(
  .pushsection .rodata
  .balign 64
  .hidden aloft_identity_pack
  .hidden aloft_identity_pack_end
  .global aloft_identity_pack
  .global aloft_identity_pack_end
aloft_identity_pack:
  .incbin ")" ALOFT_IDENTITY_PACK R"("
aloft_identity_pack_end:
  .byte 0
  .popsection
)");
extern "C" const char aloft_identity_pack[], aloft_identity_pack_end[];

namespace aloft::credentials_detail {

void offer_embedded_models() noexcept {
  model::catalog::fall_back_to(
      {aloft_identity_pack, static_cast<std::size_t>(aloft_identity_pack_end - aloft_identity_pack)});
}

}  // namespace aloft::credentials_detail
