#include <aloft/names.hpp>

#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace aloft {
namespace {

constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr char to_lower(char c) noexcept { return ascii::lower(c); }

constexpr bool is_separator(char c) noexcept { return c == '-' || c == '_' || c == ' ' || c == '.'; }

// Names that botocore spells against its own rules (botocore/__init__.py). Sorted.
constexpr std::pair<std::string_view, std::string_view> irregular[] = {
    {"AssociateWhatsAppBusinessAccount", "associate_whatsapp_business_account"},
    {"CreateCachediSCSIVolume", "create_cached_iscsi_volume"},
    {"CreateOAuth2Token", "create_oauth2_token"},
    {"CreateOAuth2TokenWithIAM", "create_oauth2_token_with_iam"},
    {"CreateStorediSCSIVolume", "create_stored_iscsi_volume"},
    {"CreateWhatsAppDataset", "create_whatsapp_dataset"},
    {"CreateWhatsAppFlow", "create_whatsapp_flow"},
    {"CreateWhatsAppMessageTemplate", "create_whatsapp_message_template"},
    {"CreateWhatsAppMessageTemplateFromLibrary", "create_whatsapp_message_template_from_library"},
    {"CreateWhatsAppMessageTemplateMedia", "create_whatsapp_message_template_media"},
    {"DeleteWhatsAppFlow", "delete_whatsapp_flow"},
    {"DeleteWhatsAppMessageMedia", "delete_whatsapp_message_media"},
    {"DeleteWhatsAppMessageTemplate", "delete_whatsapp_message_template"},
    {"DeprecateWhatsAppFlow", "deprecate_whatsapp_flow"},
    {"DescribeCachediSCSIVolumes", "describe_cached_iscsi_volumes"},
    {"DescribeStorediSCSIVolumes", "describe_stored_iscsi_volumes"},
    {"DisassociateWhatsAppBusinessAccount", "disassociate_whatsapp_business_account"},
    {"ExecutePartiQLBatch", "execute_partiql_batch"},
    {"ExecutePartiQLStatement", "execute_partiql_statement"},
    {"ExecutePartiQLTransaction", "execute_partiql_transaction"},
    {"GetLinkedWhatsAppBusinessAccount", "get_linked_whatsapp_business_account"},
    {"GetLinkedWhatsAppBusinessAccountPhoneNumber", "get_linked_whatsapp_business_account_phone_number"},
    {"GetOTelEnrichment", "get_otel_enrichment"},
    {"GetWhatsAppBusinessPublicKey", "get_whatsapp_business_public_key"},
    {"GetWhatsAppCallPermission", "get_whatsapp_call_permission"},
    {"GetWhatsAppFlow", "get_whatsapp_flow"},
    {"GetWhatsAppFlowPreview", "get_whatsapp_flow_preview"},
    {"GetWhatsAppMessageMedia", "get_whatsapp_message_media"},
    {"GetWhatsAppMessageTemplate", "get_whatsapp_message_template"},
    {"IntrospectOAuth2TokenWithIAM", "introspect_oauth2_token_with_iam"},
    {"ListHITsForQualificationType", "list_hits_for_qualification_type"},
    {"ListLinkedWhatsAppBusinessAccounts", "list_linked_whatsapp_business_accounts"},
    {"ListWhatsAppFlowAssets", "list_whatsapp_flow_assets"},
    {"ListWhatsAppFlows", "list_whatsapp_flows"},
    {"ListWhatsAppMessageTemplates", "list_whatsapp_message_templates"},
    {"ListWhatsAppTemplateLibrary", "list_whatsapp_template_library"},
    {"PostWhatsAppMessageMedia", "post_whatsapp_message_media"},
    {"PublishWhatsAppFlow", "publish_whatsapp_flow"},
    {"PutWhatsAppBusinessAccountEventDestinations", "put_whatsapp_business_account_event_destinations"},
    {"PutWhatsAppBusinessPublicKey", "put_whatsapp_business_public_key"},
    {"RevokeOAuth2TokenWithIAM", "revoke_oauth2_token_with_iam"},
    {"SendWhatsAppCallEvent", "send_whatsapp_call_event"},
    {"SendWhatsAppConversionEvent", "send_whatsapp_conversion_event"},
    {"SendWhatsAppMessage", "send_whatsapp_message"},
    {"StartOTelEnrichment", "start_otel_enrichment"},
    {"StopOTelEnrichment", "stop_otel_enrichment"},
    {"UpdateLinkedWhatsAppBusinessAccountPhoneNumber", "update_linked_whatsapp_business_account_phone_number"},
    {"UpdateOTelEnrichment", "update_otel_enrichment"},
    {"UpdateWhatsAppFlow", "update_whatsapp_flow"},
    {"UpdateWhatsAppFlowAssets", "update_whatsapp_flow_assets"},
    {"UpdateWhatsAppMessageTemplate", "update_whatsapp_message_template"},
};
static_assert(std::ranges::is_sorted(irregular, {}, &std::pair<std::string_view, std::string_view>::first));

std::string_view find_irregular(std::string_view name) noexcept {
  const auto* found = std::ranges::lower_bound(irregular, name, {}, [](const auto& entry) { return entry.first; });
  return found != std::end(irregular) && found->first == name ? found->second : std::string_view{};
}

// A plural acronym at the end is one word: "ListWebACLs" → "ListWeb" + separator + "acls".
std::string split_plural_acronym(std::string_view name, char separator) {
  std::string split{name};
  if (name.size() < 3 || name.back() != 's') return split;
  std::size_t first = name.size() - 1;
  while (first > 0 && is_upper(name[first - 1])) --first;
  if (name.size() - 1 - first < 2) return split;
  for (std::size_t i = first; i < split.size(); ++i) split[i] = to_lower(split[i]);
  split.insert(first, 1, separator);
  return split;
}

// Puts the separator before each capitalised word that follows anything.
std::string split_words(std::string_view name, char separator) {
  std::string split;
  split.reserve(name.size() + 8);
  for (std::size_t i = 0; i < name.size();) {
    split += name[i++];
    if (i + 1 >= name.size() || !is_upper(name[i]) || !is_lower(name[i + 1])) continue;
    split += separator;
    split += name[i++];
    while (i < name.size() && is_lower(name[i])) split += name[i++];
  }
  return split;
}

// Puts the separator between a small letter or digit and a capital, and lowers everything.
std::string split_humps(std::string_view name, char separator) {
  std::string split;
  split.reserve(name.size() + 8);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && is_upper(name[i]) && (is_lower(name[i - 1]) || is_digit(name[i - 1]))) split += separator;
    split += name[i];
  }
  std::ranges::transform(split, split.begin(), to_lower);
  return split;
}

std::string separated(std::string_view name, char separator) {
  if (name.find(separator) != name.npos) return std::string{name};
  if (const auto known = find_irregular(name); !known.empty()) {
    std::string spelled{known};
    std::ranges::replace(spelled, '_', separator);
    return spelled;
  }
  return split_humps(split_words(split_plural_acronym(name, separator), separator), separator);
}

// Edit distance that counts a swap of neighbours as one (optimal string alignment); gives up beyond `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  std::vector<std::size_t> before(a.size() + 1), last(a.size() + 1), row(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) last[i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    row[0] = j;
    std::size_t best = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      row[i] = std::min({last[i] + 1, row[i - 1] + 1, last[i - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[i] = std::min(row[i], before[i - 2] + 1);
      best = std::min(best, row[i]);
    }
    if (best > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[a.size()];
}

// How far `candidate` is from what was typed, in hundredths of an edit; nothing when it is too far to be meant.
constexpr std::size_t too_far = SIZE_MAX;

std::size_t strangeness(std::string_view typed, std::string_view candidate) {
  if (typed.size() >= 3 && candidate.starts_with(typed)) return 50 + candidate.size() - typed.size();
  const std::size_t limit = std::max<std::size_t>(1, std::max(typed.size(), candidate.size()) / 4);
  const std::size_t distance = edit_distance(typed, candidate, limit);
  const auto parted = std::ranges::mismatch(typed, candidate);
  const auto common = static_cast<std::size_t>(parted.in1 - typed.begin());
  if (distance <= limit) return distance * 100 - std::min<std::size_t>(common, 20) * 2;
  if (typed.size() >= 4 && candidate.find(typed) != candidate.npos) return 300 + candidate.size() - typed.size();
  return too_far;
}

}  // namespace

std::string snake_case(std::string_view model_name) { return separated(model_name, '_'); }

std::string kebab_case(std::string_view model_name) { return separated(model_name, '-'); }

std::string folded_name(std::string_view name) {
  std::string folded;
  folded.reserve(name.size());
  for (char c : name)
    if (!is_separator(c)) folded += to_lower(c);
  return folded;
}

int compare_folded(std::string_view a, std::string_view b) noexcept {
  for (std::size_t i = 0, j = 0;; ++i, ++j) {
    while (i < a.size() && is_separator(a[i])) ++i;
    while (j < b.size() && is_separator(b[j])) ++j;
    if (i >= a.size() || j >= b.size()) return (i < a.size()) - (j < b.size());
    const auto x = static_cast<unsigned char>(to_lower(a[i])), y = static_cast<unsigned char>(to_lower(b[j]));
    if (x != y) return x < y ? -1 : 1;
  }
}

std::vector<std::string> suggestions(std::string_view name, std::span<const std::string> known, std::size_t limit) {
  const std::string typed = folded_name(name);
  if (typed.empty() || typed.size() > 200) return {};
  std::vector<std::pair<std::size_t, const std::string*>> near;
  for (const auto& candidate : known)
    if (const auto distance = strangeness(typed, folded_name(candidate)); distance != too_far)
      near.emplace_back(distance, &candidate);
  std::ranges::sort(near, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : *a.second < *b.second;
  });
  std::vector<std::string> best;
  for (const auto& [distance, candidate] : near) {
    if (best.size() == limit) break;
    if (std::ranges::find(best, *candidate) == best.end()) best.push_back(*candidate);
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> known) {
  const auto near = suggestions(name, known);
  if (near.empty()) return {};
  std::string question = "; did you mean " + near.front();
  for (std::size_t i = 1; i < near.size(); ++i) question += (i + 1 == near.size() ? " or " : ", ") + near[i];
  return question + '?';
}

}  // namespace aloft
