// Every schema of Okta's published description against the C++ type that stands for it, and every example there.
//
// Per schema: the type declares what the schema names; instances made from the schema, with each member in turn null
// or left out and with members that nobody knows, come back as they went in. Per action: the answer's type is the
// schema's, and the body has all of the request's schema but what is read-only. Per example: it is read, written and
// read again. What is wanted otherwise stands in deliberate.hpp.
//
// usage: okta_schemas_test <facts folder> [examples, as examples.py writes them]

#include "deliberate.hpp"
#include "round_trip.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

namespace {

using namespace conformance;

int failures = 0;

void fail(std::string const& what)
{
    if (++failures <= 60) std::cout << "difference: " << what << '\n';
}

void fail(std::string const& where, std::vector<std::string> const& what)
{
    for (auto const& w : what) fail(where + ": " + w);
}

json::value parse(std::filesystem::path const& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return json::parse(all.str());
}

class test
{
public:
    test(json::object all, json::array const& actions) : schemas_(std::move(all))
    {
        for (auto const& [key, list] : {std::pair("core", core_models()), std::pair("events", event_models()),
                                        std::pair("oauth", oauth_models())})
            for (auto const& m : list) {
                if (!models_.emplace(m.schema, m).second) fail("two entries for " + std::string(m.schema));
                auto const* const n = schemas_.find(m.schema);
                if (!n || text(n, "group") != key) fail("no schema for the entry " + std::string(m.schema));
            }
        for (auto const& m : conformance::actions()) actions_.emplace(m.schema, m);
        for (auto const& a : actions) described_.emplace(text(a.if_object(), "id"), a.if_object());
    }

    void every_schema()
    {
        change_types();
        for (auto const& [key, value] : schemas_.all()) {
            auto const name = std::string(key);
            auto const it = models_.find(name);
            if (it == models_.end()) {
                fail(name + ": no C++ type stands for this schema");
                continue;
            }
            ++schemas_done_;
            structure(name, it->second);
            instances(name, it->second);
        }
        for (auto const& e : extra_values)
            if (!e.used) fail("no longer needed: " + std::string(e.where) + ' ' + std::string(e.value));
        for (auto const& a : ambiguities)
            if (!a.used) fail("no longer needed: " + std::string(a.schema) + ' ' + std::string(a.member));
        for (auto const& d : defaults)
            if (!d.used) fail("no longer needed: " + std::string(d.schema) + '.' + std::string(d.member));
    }

    void every_action()
    {
        for (auto const& [id, described] : described_) {
            auto const name = std::string(id);
            auto const it = actions_.find(id);
            if (it == actions_.end()) {
                fail(name + ": not in the catalogue");
                continue;
            }
            auto const& info = *it->second.action;
            answer(name, info, *object(described, "responses"));
            auto const* const request = object(described, "request");
            bool const body = std::any_of(info.parameters.begin(), info.parameters.end(),
                                          [](auto const& p) { return p.where == okta::position::body; });
            if (body != (request != nullptr)) fail(name + ": whether it has a body");
            if (!request) continue;
            auto const n = schemas_.find(body_schema(request));
            structure_check check(schemas_, extra_values);
            check.body(n, info);
            fail(name, check.differences());
            instances(name, it->second, n);
            ++bodies_;
        }
        if (described_.size() != actions_.size()) fail("another number of actions");
    }

    void every_example(json::array const& examples)
    {
        for (auto const& e : examples) example(e.as_object());
        for (auto const& r : repairs)
            if (!r.used) fail("no longer needed: " + std::string(r.example) + ' ' + std::string(r.at));
        for (auto const& [schema, stands_for] : other_schemas)
            if (!other_used_.count(schema)) fail("no longer needed: " + std::string(schema));
    }

    void report() const
    {
        std::cout << schemas_done_ << " schemas, " << runs_ << " instances, " << bodies_ << " request bodies, "
                  << names_.size() << " examples in " << examples_ << " places (" << outside_
                  << " of schemas outside the library), " << failures << " differences\n";
        for (auto const& d : dropped_) std::cout << "in an example, named by no schema, not kept: " << d << '\n';
    }

private:
    static std::string_view body_schema(node request)
    {
        auto const schema = text(request, "schema");
        return schema == "inline" ? "CreateGroupRequest" : schema;
    }

    void change_types()
    {
        for (auto const& o : other_types) {
            auto const name = std::string(o.schema);
            structure_check before(schemas_, extra_values);
            before.covers(schemas_.find(name), models_.at(name).type);
            if (before.differences().empty()) fail("no longer needed: " + name + '.' + std::string(o.field));
            schemas_.all()[name].at("fields").at(o.field) = json::object{{"type", o.type}};
        }
    }

    void structure(std::string const& name, model const& m)
    {
        structure_check check(schemas_, extra_values);
        if (m.action) check.body(schemas_.find(name), *m.action);
        else check.covers(schemas_.find(name), m.type);
        fail(name, check.differences());
    }

    void instances(std::string const& name, model const& m) { instances(name, m, schemas_.find(name)); }

    void instances(std::string const& name, model const& m, node n)
    {
        if (name == "TokenRequest" || name == "TokenRequestOrgAs") return token_requests(name);
        constexpr std::size_t variants = 16; // as many as the longest enumeration has values
        round_trips trip(schemas_, m, n);
        for (std::size_t variant = 0; variant < variants; ++variant) {
            auto full = sampler(schemas_, variant, m.action)(n);
            auto const where = name + " #" + std::to_string(variant);
            fail(where, trip.differences(full));
            if (variant > 1) continue;
            vary(full, full, m.type, [&](std::string const& what, bool required) {
                if (!required) fail(where + ' ' + what, unless_ambiguous(name, what, trip.differences(full)));
                else if (!trip.refuses(full)) fail(where + ' ' + what + ": is required, but was accepted");
            });
            auto unknown = full;
            add_unknown(unknown, m.type);
            fail(where + " with unknown members", trip.differences(unknown));
            if (auto const* const o = full.if_object()) {
                json::object nulls, none;
                for (auto const& [key, value] : *o) {
                    auto const* const member = m.type->what == kind::structure ? m.type->find(key) : nullptr;
                    bool const required = member && member->presence == okta::detail::presence::required;
                    nulls[key] = required ? value : json::value(nullptr);
                    if (required) none[key] = value;
                }
                fail(where + " all null", trip.differences(nulls));
                fail(where + " all left out", trip.differences(none));
            }
        }
        runs_ += trip.runs;
    }

    static std::vector<std::string> unless_ambiguous(std::string_view schema, std::string_view what,
                                                     std::vector<std::string> found)
    {
        for (auto& a : ambiguities)
            if (found == std::vector<std::string>{not_equal} && a.schema == schema && what.starts_with(a.member))
                ++a.used, found.clear();
        return found;
    }

    /// Which struct it is depends on a value inside.
    void token_requests(std::string const& name)
    {
        auto const* const mapping = object(object(schemas_.find("TokenRequestOrgAs"), "discriminator"), "mapping");
        for (auto const& [grant, schema] : *mapping) {
            auto const* const m = token_request_for(grant);
            if (!m || m->schema != schemas::view(schema)) {
                fail(name + ": nothing stands for " + std::string(grant));
                continue;
            }
            auto const* const n = schemas_.find(m->schema);
            auto full = sampler(schemas_, 0, false)(n);
            full.get_object()["grant_type"] = grant;
            round_trips trip(schemas_, *m, n);
            fail(name + ' ' + std::string(grant), trip.differences(full));
            runs_ += trip.runs;
        }
    }

    /// The answer's C++ type is the one of the schema that the description names.
    void answer(std::string const& name, action_info const& info, json::object const& responses)
    {
        auto const* const success = list(&responses, "success").at(0).if_object();
        auto const* const body = object(success, "body");
        if (!body != !info.result) fail(name + ": whether it has an answer");
        if (!body || !info.result) return;
        bool const array = text(body, "shape") == "array";
        if (array != (info.result->what == kind::array)) fail(name + ": whether the answer is an array");
        auto const* const item = array ? info.result->inner : info.result;
        auto const it = models_.find(text(body, "schema"));
        if (it == models_.end() || it->second.type != item) fail(name + ": the answer's type");
    }

    void example(json::object const& e)
    {
        auto const name = text(&e, "name"), operation = text(&e, "operation");
        auto schema = text(&e, "schema");
        auto const where = std::string(name) + " of " + std::string(operation);
        if (auto const it = other_schemas.find(schema); it != other_schemas.end()) {
            other_used_.insert(schema);
            schema = it->second;
            if (schema.empty()) {
                ++outside_;
                return;
            }
        }
        names_.insert(std::string(name));
        ++examples_;
        std::vector<repair const*> needed;
        for (auto& r : repairs)
            if (r.example == name && r.operation == operation) needed.push_back(&r), ++r.used;
        fail(where, run_repaired(schema, e, needed, nullptr));
        for (auto const* const r : needed)
            if (run_repaired(schema, e, needed, r).empty()) fail(where + ": no longer needed: " + std::string(r->at));
    }

    std::vector<std::string> run_repaired(std::string_view schema, json::object const& e,
                                          std::vector<repair const*> const& repairs_here, repair const* but)
    {
        auto value = e.at("json");
        bool array = e.at("array").as_bool();
        for (auto const* const r : repairs_here) {
            if (r == but) continue;
            if (r->json == take_items) array = true;
            else if (r->json == take_one) array = false;
            else if (r->json == of_target)
                value = json::object{{"changeDetails", value}}, schema = "LogTarget", array = false;
            else {
                boost::system::error_code ec;
                auto* const at = value.find_pointer(r->at, ec);
                if (!at) return {"nothing is at " + std::string(r->at)};
                *at = json::parse(r->json);
            }
        }
        return run_example(schema, e, value, array);
    }

    std::vector<std::string> run_example(std::string_view schema, json::object const& e, json::value const& v,
                                         bool array)
    {
        std::vector<std::string> found;
        if (array != v.is_array()) return {"whether it is an array"};
        auto const one = [&](json::value const& item) {
            model const* m = nullptr;
            auto const* n = schemas_.find(schema);
            if (schema == "TokenRequestOrgAs") {
                m = token_request_for(text(item.if_object(), "grant_type"));
                n = m ? schemas_.find(m->schema) : nullptr;
            } else m = model_for(schema, e);
            if (!m) return found.push_back("no C++ type for " + std::string(schema));
            round_trips trip(schemas_, *m, n);
            for (auto& d : trip.differences(item)) found.push_back(d);
            for (auto const& d : trip.dropped) dropped_.insert(std::string(schema) + ' ' + d);
        };
        if (!array) one(v);
        else
            for (auto const& item : v.get_array()) one(item);
        return found;
    }

    /// An example of a request goes through the action it is for.
    model const* model_for(std::string_view schema, json::object const& e) const
    {
        if (text(&e, "place") == "request")
            for (auto const& [id, described] : described_)
                if (text(described, "operationId") == text(&e, "operation")) return &actions_.find(id)->second;
        auto const it = models_.find(schema);
        return it == models_.end() ? nullptr : &it->second;
    }

    schemas schemas_;
    std::map<std::string, model, std::less<>> models_ = {};
    std::map<std::string, model, std::less<>> actions_ = {};
    std::map<std::string_view, node> described_ = {};
    std::set<std::string> names_ = {};
    std::set<std::string_view> other_used_ = {};
    std::size_t schemas_done_ = 0, runs_ = 0, bodies_ = 0, examples_ = 0, outside_ = 0;
    std::set<std::string> dropped_ = {};
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) return std::cerr << "usage: okta_schemas_test <facts folder> [examples]\n", 2;
    std::filesystem::path const facts = argv[1];
    if (!exists(facts / "schemas.json"))
        return std::cout << "skipped: " << (facts / "schemas.json").string() << " is not there\n", 77;
    auto const actions = parse(facts / "actions.json");
    test t(parse(facts / "schemas.json").at("schemas").as_object(), actions.at("actions").as_array());
    t.every_schema();
    t.every_action();
    json::value examples;
    if (argc > 2 && std::filesystem::exists(argv[2])) {
        examples = parse(argv[2]);
        t.every_example(examples.as_array());
    } else std::cout << "no examples were given: run examples.py first\n";
    t.report();
    return failures ? 1 : 0;
}
