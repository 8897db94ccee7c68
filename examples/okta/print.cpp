#include "print.hpp"

#include <okta/codec/json_write.hpp>

#include <boost/json/parse.hpp>

#include <ostream>

namespace cli {

std::string to_json(void const* value, okta::detail::type_info const& type)
{
    std::string out;
    okta::detail::json_writer(out, okta::detail::secrets::redact).write(value, type);
    return out;
}

std::string quoted(std::string_view text)
{
    std::string out;
    okta::detail::json_writer writer(out);
    writer.text(text);
    writer.flush();
    return out;
}

std::string indented(std::string_view json, std::size_t depth)
{
    std::string out;
    auto const new_line = [&] { out.append("\n").append(2 * depth, ' '); };
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        char const c = json[i];
        if (in_string && c == '\\') out += json[i++], out += json[i];
        else if (c == '"') in_string = !in_string, out += c;
        else if (in_string) out += c;
        else if ((c == '{' || c == '[') && (json[i + 1] == '}' || json[i + 1] == ']')) out += c, out += json[++i];
        else if (c == '{' || c == '[') out += c, ++depth, new_line();
        else if (c == '}' || c == ']') --depth, new_line(), out += c;
        else if (c == ',') out += c, new_line();
        else if (c == ':') out += ": ";
        else out += c;
    }
    return out;
}

void item_printer::item(void const* value, okta::detail::type_info const& type)
{
    auto const text = to_json(value, type);
    bool const first = !any_;
    any_ = true;
    if (format_ == format::ndjson) out_ << text << '\n';
    else if (format_ == format::table) table_.add(boost::json::parse(text));
    else if (many_) out_ << (first ? "[\n  " : ",\n  ") << indented(text, 1);
    else out_ << indented(text) << '\n';
}

void item_printer::end_page()
{
    if (format_ == format::table) table_.print(out_);
    out_.flush();
}

void item_printer::finish()
{
    if (format_ == format::json && many_) out_ << (any_ ? "\n]\n" : "[]\n");
    out_.flush();
}

void print_request(std::ostream& out, okta::http_request const& request)
{
    out << to_string(request.method) << ' ' << request.url() << '\n';
    for (std::size_t i = 0; i < request.fields.size(); ++i)
        out << request.fields[i].name << ": " << request.fields[i].value << '\n';
    if (!request.body.empty()) out << '\n' << indented(request.body) << '\n';
}

void print_error(std::ostream& out, okta::error const& e)
{
    out << "{\"status\":" << e.status << ",\"errorCode\":" << quoted(e.code)
        << ",\"errorSummary\":" << quoted(e.summary) << ",\"errorCauses\":[";
    for (auto const& cause : e.causes)
        out << (&cause == &e.causes.front() ? "" : ",") << "{\"errorSummary\":" << quoted(cause) << '}';
    out << "],\"errorId\":" << quoted(e.error_id) << ",\"requestId\":" << quoted(e.request_id) << "}\n";
}

} // namespace cli
