// The models that have no program of their own.

#include "decode.hpp"

#include <okta/auth/linked_account.hpp>
#include <okta/model/device.hpp>
#include <okta/model/error.hpp>
#include <okta/model/event_hook.hpp>
#include <okta/model/oauth.hpp>
#include <okta/model/oauth_metadata.hpp>
#include <okta/model/realm.hpp>
#include <okta/model/user.hpp>
#include <okta/model/user_info.hpp>
#include <okta/model/user_type.hpp>

std::span<fuzz::subject const> fuzz::subjects()
{
    using namespace okta;
    static subject const all[] = {subject_of<page<device>>("page<device>"),
                                  subject_of<page<realm>>("page<realm>"),
                                  subject_of<std::vector<user_type>>("vector<user_type>"),
                                  subject_of<std::vector<user_block>>("vector<user_block>"),
                                  subject_of<user_info>("user_info"),
                                  subject_of<event_hook>("event_hook"),
                                  subject_of<oauth_metadata>("oauth_metadata"),
                                  subject_of<oauth_keys>("oauth_keys"),
                                  subject_of<token_response>("token_response"),
                                  subject_of<device_authorize_response>("device_authorize_response"),
                                  subject_of<introspection_response>("introspection_response"),
                                  subject_of<error_document>("error_document"),
                                  subject_of<linked_account>("linked_account")};
    return all;
}
