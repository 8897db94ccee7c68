#include "configuration_support.hpp"

#include <okta/config.hpp>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace config_file_test {
using namespace configuration_support;
using namespace okta::config;
namespace fs = std::filesystem;

namespace {

/// A home folder and a project's, of this test's own.
struct folders
{
    folders()
    {
        auto pattern = (fs::temp_directory_path() / "okta_config_XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(pattern.data()));
        root = pattern;
        fs::create_directories(root / "home" / ".okta");
        fs::create_directories(root / "project");
    }
    ~folders() { fs::remove_all(root); }

    void home(std::string const& text) const { std::ofstream(home_file()) << text; }
    void project(std::string const& text) const { std::ofstream(project_file()) << text; }

    [[nodiscard]] fs::path home_file() const { return root / "home" / ".okta" / "okta.yaml"; }
    [[nodiscard]] fs::path project_file() const { return root / "project" / "okta.yaml"; }

    [[nodiscard]] okta::result<settings> load(variables const& all = {}) const
    {
        return okta::config::load({(root / "home").string(), (root / "project").string(), environment(all)});
    }

    fs::path root;
};

std::string client(std::string const& line) { return "okta:\n  client:\n    " + line + "\n"; }

settings read(okta::result<settings> r)
{
    BOOST_TEST(message(r) == "no error");
    return r ? *r : settings();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(config_file, folders)

BOOST_AUTO_TEST_CASE(home_gives_way_to_the_project_that_to_the_environment_and_that_to_code)
{
    home("okta:\n  client:\n    orgUrl: https://home\n    token: home\n    clientId: home\n    scopes: home\n");
    project("okta:\n  client:\n    token: project\n    clientId: project\n    scopes: project\n");
    auto const loaded = read(load({{"OKTA_CLIENT_CLIENTID", "environment"}, {"OKTA_CLIENT_SCOPES", "environment"}}));
    settings mine;
    mine.scopes = setting<std::vector<std::string>>{{"code"}};
    auto const s = merged(loaded, mine);
    BOOST_TEST(text_of(s.org_url) == "https://home");
    BOOST_TEST(text_of(s.token) == "project");
    BOOST_TEST(text_of(s.client_id) == "environment");
    BOOST_TEST(text_of(s.scopes) == "code");
    BOOST_TEST(s.org_url->source == "~/.okta/okta.yaml:3");
    BOOST_TEST(s.token->source == "./okta.yaml:3");
    BOOST_TEST(s.client_id->source == "OKTA_CLIENT_CLIENTID");
    BOOST_TEST(s.scopes->source == "code");
}

BOOST_AUTO_TEST_CASE(each_pair_of_sources_for_each_setting)
{
    for (auto const& row : okta::detail::config_rows()) {
        auto const try_all = [&]<class T>(okta::detail::config_slot<T> slot) {
            std::string low = "1", high = "2";
            if constexpr (std::is_same_v<T, bool>) high = "0";
            if constexpr (std::is_same_v<T, authorization_mode>) low = "SSWS", high = "Bearer";
            auto const key = std::string(row.key) + ": ";
            auto const name = okta::detail::variable_name(row.key);
            home(key + low), project(key + high);
            auto const from_project = text_of(read(load()).*slot);
            auto const from_environment = text_of(read(load({{name, low}})).*slot);
            project("");
            BOOST_TEST(text_of(read(load()).*slot) == from_environment); // both are `low`
            BOOST_TEST(text_of(read(load({{name, high}})).*slot) == from_project);
            BOOST_TEST(from_project != from_environment);
        };
        std::visit(try_all, row.slot);
    }
}

// The Python SDK reads the environment first and lays okta.yaml over it, against its own documentation.
BOOST_AUTO_TEST_CASE(sdk_fault_yaml_overrides_the_environment)
{
    home(client("token: stale"));
    project(client("token: stale"));
    auto const s = read(load({{"OKTA_CLIENT_TOKEN", "rotated"}}));
    BOOST_TEST(text_of(s.token) == "rotated");
    BOOST_TEST(s.token->source == "OKTA_CLIENT_TOKEN");
}

BOOST_AUTO_TEST_CASE(an_empty_variable_does_not_hide_a_file)
{
    project(client("token: kept"));
    BOOST_TEST(text_of(read(load({{"OKTA_CLIENT_TOKEN", ""}})).token) == "kept");
}

BOOST_AUTO_TEST_CASE(files_that_are_not_there)
{
    BOOST_TEST(to_string(read(load())) == "");
    auto const nowhere = (root / "nowhere").string();
    BOOST_TEST(to_string(read(okta::config::load({nowhere, nowhere, environment({})}))) == "");
    BOOST_TEST(to_string(read(okta::config::load({"", "", environment({})}))) == "");
    fs::create_symlink(root / "nowhere", project_file());
    BOOST_TEST(to_string(read(load())) == "");
    BOOST_TEST(message(from_file(nowhere)) == "there is no file " + nowhere);
}

BOOST_AUTO_TEST_CASE(where_home_is)
{
    home(client("token: home"));
    auto const with = [&](variables const& all) {
        return text_of(read(okta::config::load({{}, "", environment(all)})).token);
    };
    BOOST_TEST(with({{"HOME", (root / "home").string()}}) == "home");
    BOOST_TEST(with({{"USERPROFILE", (root / "home").string()}}) == "home");
    BOOST_TEST(with({{"HOME", ""}, {"USERPROFILE", (root / "home").string()}}) == "home");
    BOOST_TEST(with({{"HOME", (root / "project").string()}, {"USERPROFILE", (root / "home").string()}}) == "-");
    BOOST_TEST(with({}) == "-");
}

BOOST_AUTO_TEST_CASE(a_key_in_the_home_folder)
{
    project(client("privateKey: ~/.okta/key.pem"));
    BOOST_TEST(text_of(read(load()).private_key) == (root / "home" / ".okta" / "key.pem").string());
    BOOST_TEST(text_of(read(load({{"OKTA_CLIENT_PRIVATEKEY", "~/k"}})).private_key) == (root / "home" / "k").string());
    BOOST_TEST(text_of(read(load({{"OKTA_CLIENT_PRIVATEKEY", "~k"}})).private_key) == "~k");
    BOOST_TEST(text_of(read(okta::config::load({"", (root / "project").string(), environment({})})).private_key) ==
               "~/.okta/key.pem");
}

BOOST_AUTO_TEST_CASE(from_one_file)
{
    project(client("token: HUSHhush\n    tokn: HUSHhush"));
    auto const path = project_file().string();
    auto const s = read(from_file(path));
    BOOST_TEST(text_of(s.token) == hush);
    BOOST_TEST(s.token->source == path + ":3");
    BOOST_TEST(joined(s.warnings) ==
               path + ":4:5: a key below okta.client is not known; did you mean okta.client.token?");
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_to_a_file_is_one)
{
    home(client("token: linked"));
    fs::create_symlink(home_file(), project_file());
    BOOST_TEST(read(load()).token->source == "./okta.yaml:3");
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_refused_and_not_waited_for)
{
    fs::create_directory(project_file());
    BOOST_TEST(message(load()) == "./okta.yaml must be a regular file");
    fs::remove(project_file());
    BOOST_REQUIRE(::mkfifo(project_file().c_str(), 0600) == 0);
    BOOST_TEST(message(load()) == "./okta.yaml must be a regular file");
    fs::remove(project_file());
    fs::create_symlink("/dev/zero", project_file());
    BOOST_TEST(message(load()) == "./okta.yaml must be a regular file");
    fs::create_directory(home_file());
    BOOST_TEST(message(load()) == "~/.okta/okta.yaml must be a regular file");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read)
{
    project(client("token: HUSHhush"));
    fs::permissions(project_file(), fs::perms::none);
    if (::geteuid() == 0) return; // who may read everything
    BOOST_TEST(message(load()) == "./okta.yaml cannot be read: see its permissions");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_too_large)
{
    project("#" + std::string(max_yaml_size, 'x'));
    BOOST_TEST(message(load()) == "./okta.yaml is larger than 1024 KiB");
    project("#" + std::string(max_yaml_size - 1, 'x'));
    BOOST_TEST(message(load()) == "no error");
}

BOOST_AUTO_TEST_CASE(the_first_fault_is_told_even_if_a_later_source_overrides_it)
{
    home(client("dpopEnabled: HUSHhush"));
    project(client("dpopEnabled: true"));
    BOOST_TEST(message(load()) == "~/.okta/okta.yaml:3:5: okta.client.dpopEnabled must be true or false");
    home("");
    BOOST_TEST(message(load({{"OKTA_CLIENT_DPOPENABLED", "maybe"}})) ==
               "OKTA_CLIENT_DPOPENABLED must be true or false");
}

BOOST_AUTO_TEST_CASE(warnings_of_all_sources_are_kept)
{
    home("okta:\n  client:\n    tokn: HUSHhush\n    orgUrl: https://a.okta.com\n    token: HUSHhush\n");
    project(client("clientld: HUSHhush"));
    auto const s = read(load({{"OKTA_CLIENT_ORGURL", "https://b.okta.com"}}));
    BOOST_TEST(joined(s.warnings) == "~/.okta/okta.yaml:3:5: a key below okta.client is not known; did you "
                                     "mean okta.client.token?|"
                                     "./okta.yaml:3:5: a key below okta.client is not known; did you mean "
                                     "okta.client.clientId?|"
                                     "the credential from ~/.okta/okta.yaml:5 goes to the org that OKTA_CLIENT_ORGURL "
                                     "names, not to that of ~/.okta/okta.yaml:4");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace config_file_test
