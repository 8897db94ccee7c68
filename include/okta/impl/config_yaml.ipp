#ifndef OKTA_IMPL_CONFIG_YAML_IPP
#define OKTA_IMPL_CONFIG_YAML_IPP

#include <okta/auth/configuration_reader.hpp>
#include <okta/config.hpp>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <set>
#include <sstream>

// Everything here is inline in both ways of building: see okta/config.hpp.

namespace okta {
namespace detail {

/// Reads the events of yaml-cpp's parser. It builds no tree, so there is nothing that aliases could blow up, and it
/// sees each value's place. Refuses by throwing okta::exception.
class yaml_events final : public YAML::EventHandler
{
public:
    explicit yaml_events(std::string const& name) : name_(name) {}

    [[nodiscard]] result<config::settings> finish() { return reader_.finish(); }

    void OnDocumentStart(YAML::Mark const& mark) override
    {
        if (++documents_ > 1) refuse(mark, "a second document: one is all that is read");
    }
    void OnDocumentEnd() override {}
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override { refuse_anchor(mark); }
    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override { scalar(mark, "?", anchor, {}); }
    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& value) override
    {
        scalar(mark, tag, anchor, value);
    }
    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override;
    void OnSequenceEnd() override;
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override;
    void OnMapEnd() override { levels_.pop_back(); }

private:
    /// A map or list that is open.
    struct level
    {
        std::string path = {}; // okta.client; empty: the document
        bool is_list = false;
        bool is_ignored = false;
        bool has_key = false; // of a map: what comes next is the value of `key`
        std::string key = {};
        YAML::Mark key_mark = {};
        std::set<std::string> keys = {};
        config_entry list = {};
    };

    [[noreturn]] void refuse(YAML::Mark const& mark, std::string_view why) const
    {
        throw exception(config_error(at(mark) + ": " + std::string(why)));
    }
    [[noreturn]] void refuse_anchor(YAML::Mark const& mark) const
    {
        refuse(mark, "anchors and aliases are not read: write the value out");
    }
    [[nodiscard]] std::string source(YAML::Mark const& mark) const
    {
        return name_ + ':' + std::to_string(mark.line + 1);
    }
    [[nodiscard]] std::string at(YAML::Mark const& mark) const
    {
        return source(mark) + ':' + std::to_string(mark.column + 1);
    }
    [[nodiscard]] config_entry entry(YAML::Mark const& mark, std::string const& path) const
    {
        return {path, source(mark), at(mark) + ": " + path};
    }

    void scalar(YAML::Mark mark, std::string const& tag, YAML::anchor_t anchor, std::string const& text);
    void check_node(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor) const;
    void take_key(YAML::Mark const& mark, std::string const& text);
    std::string value_path(YAML::Mark& mark);
    void open(YAML::Mark mark, bool is_list);
    bool is_read(YAML::Mark const& mark, std::string const& path);
    void read(config_entry const& e);

    std::string const& name_;
    config_reader reader_;
    std::vector<level> levels_;
    int documents_ = 0;
    int unread_ = 0; // keys that were warned of
};

inline void yaml_events::check_node(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor) const
{
    if (anchor != 0) refuse_anchor(mark);
    constexpr std::string_view core = "tag:yaml.org,2002:";
    if (tag.empty() || tag == "?" || tag == "!") return;
    for (std::string_view const known : {"str", "int", "bool", "float", "null", "seq", "map"})
        if (tag.starts_with(core) && std::string_view(tag).substr(core.size()) == known) return;
    refuse(mark, "a tag that is not read: write the value without one");
}

inline void yaml_events::take_key(YAML::Mark const& mark, std::string const& text)
{
    auto& top = levels_.back();
    top.key = text;
    top.key_mark = mark;
    top.has_key = true;
    if (!top.is_ignored && !top.keys.insert(text).second) refuse(mark, "this key is there twice: keep one of them");
}

/// The path of the value that comes now; its key's mark, where it has one.
inline std::string yaml_events::value_path(YAML::Mark& mark)
{
    if (levels_.empty()) return {};
    auto& top = levels_.back();
    if (top.is_list) return top.path;
    if (!top.has_key) refuse(mark, "a key must be text");
    top.has_key = false;
    mark = top.key_mark;
    return top.path.empty() ? top.key : top.path + '.' + top.key;
}

/// Whether the value at `path` says a setting; warns where somebody may think so.
inline bool yaml_events::is_read(YAML::Mark const& mark, std::string const& path)
{
    if (find_config_row(path) || !jwk_part(path).empty()) return true;
    if (key_below(path, "okta.client").empty()) return false;
    constexpr int most = 100;
    if (++unread_ > most) return false;
    auto warning = at(mark) + ": ";
    if (unread_ == most) warning += "further keys that are not read are not listed";
    else if (has_no_effect_here(path)) warning += path + " has no effect here";
    else {
        warning += "a key below okta.client is not known"; // not which: it may be a secret that lost its own key
        if (auto const meant = similar_config_key(path); !meant.empty())
            ((warning += "; did you mean ") += meant) += '?';
    }
    reader_.warn(std::move(warning));
    return false;
}

inline void yaml_events::read(config_entry const& e)
{
    if (auto failure = reader_.read(e)) throw exception(std::move(*failure));
}

inline void yaml_events::scalar(YAML::Mark mark, std::string const& tag, YAML::anchor_t anchor, std::string const& text)
{
    check_node(mark, tag, anchor);
    bool const is_empty = trimmed_value(text).empty();
    if (!levels_.empty() && !levels_.back().is_list && !levels_.back().has_key) {
        if (is_empty) refuse(mark, "a key must be text");
        return take_key(mark, text);
    }
    auto const path = value_path(mark);
    if (levels_.empty()) {
        if (!is_empty) refuse(mark, "the file must be a map with the key okta");
        return;
    }
    if (levels_.back().is_ignored) return;
    if (levels_.back().is_list) {
        levels_.back().list.texts.emplace_back(text);
    } else if (is_config_group(path) && !find_config_row(path)) {
        if (!is_empty) refuse(mark, path + " must be a map");
    } else if (is_read(mark, path)) {
        auto e = entry(mark, path);
        e.texts.emplace_back(text);
        read(e);
    }
}

inline void yaml_events::open(YAML::Mark mark, bool is_list)
{
    constexpr std::size_t max_depth = 16;
    if (levels_.size() == max_depth) refuse(mark, "more than 16 levels");
    bool const in_list = !levels_.empty() && levels_.back().is_list;
    bool ignored = !levels_.empty() && levels_.back().is_ignored;
    auto path = value_path(mark);
    if (!ignored) {
        if (in_list) refuse(mark, path + " must be a list of texts");
        bool const is_group = path.empty() || is_config_group(path);
        if (is_list && is_group && !find_config_row(path))
            refuse(mark, path.empty() ? "the file must be a map with the key okta" : path + " must be a map");
        if (!is_group || is_list) ignored = !is_read(mark, path);
        if (!is_list && !is_group && !ignored)
            refuse(mark, path + " must be one value, not a map; a text with braces needs quotes around it");
    }
    level l;
    l.is_list = is_list;
    l.is_ignored = ignored;
    if (is_list) l.list = entry(mark, path), l.list.is_list = true;
    if (is_list && !ignored) read(l.list); // refuses it at once where no list is due
    l.path = std::move(path);
    levels_.push_back(std::move(l));
}

inline void yaml_events::OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                                         YAML::EmitterStyle::value)
{
    check_node(mark, tag, anchor);
    open(mark, true);
}

inline void yaml_events::OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                                    YAML::EmitterStyle::value)
{
    check_node(mark, tag, anchor);
    open(mark, false);
}

inline void yaml_events::OnSequenceEnd()
{
    auto const closed = std::move(levels_.back());
    levels_.pop_back();
    if (!closed.is_ignored) read(closed.list);
}

/// What yaml-cpp says, without what it quotes: some messages end in a piece of the file.
inline error yaml_error(YAML::Exception const& e, std::string const& name)
{
    auto const why = e.msg.substr(0, e.msg.find(": "));
    auto const place = e.mark.line < 0
                           ? name
                           : name + ':' + std::to_string(e.mark.line + 1) + ':' + std::to_string(e.mark.column + 1);
    return config_error(place + ": this is not YAML: " + why);
}

} // namespace detail

namespace config {

inline result<settings> from_yaml(std::string_view text, std::string const& name)
{
    if (text.size() > max_yaml_size) return detail::config_error(name + " is larger than 1024 KiB");
    std::istringstream in{std::string(text)};
    try {
        detail::yaml_events events(name);
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(events)) {}
        return events.finish();
    } catch (exception const& e) {
        return e.error();
    } catch (YAML::Exception const& e) {
        return detail::yaml_error(e, name);
    }
}

} // namespace config
} // namespace okta
#endif
