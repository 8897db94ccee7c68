#ifndef OKTA_TEST_UNIT_AUTH_JOSE_KEYS_HPP
#define OKTA_TEST_UNIT_AUTH_JOSE_KEYS_HPP

// Keys that everybody knows: those of the RFCs, and some that were made for these tests and are used nowhere else.

#include <okta/auth/signing_key.hpp>
#include <okta/codec/decode.hpp>

#include <openssl/err.h>

#include <string>
#include <string_view>

namespace jose_keys {

/// RFC 7515 appendix A.2.1.
inline constexpr char rsa_n[] =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0B"
    "m4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5"
    "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7"
    "aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
inline constexpr char rsa_d[] =
    "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2N"
    "XOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M"
    "_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x"
    "_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ";
inline constexpr char rsa_p[] =
    "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py"
    "5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc";
inline constexpr char rsa_q[] =
    "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQ"
    "eZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc";
inline constexpr char rsa_dp[] =
    "BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu"
    "1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0";
inline constexpr char rsa_dq[] =
    "h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0a"
    "jaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU";
inline constexpr char rsa_qi[] =
    "IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY"
    "7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U";

/// RFC 7515 appendix A.3.1 and A.4.1.
inline constexpr char p256_jwk[] = R"({"kty":"EC","crv":"P-256",
 "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
 "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"})";
inline constexpr char p521_jwk[] = R"({"kty":"EC","crv":"P-521",
 "x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
 "y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2",
 "d":"AY5pb7A0UFiB3RELSD64fTLOSV_jazdF7fLYyuTw8lOfRhWg6Y6rUrPAxerEzgdRhajnu0ferB0d53vM9mE15j2C"})";

/// The RSA key again, as other formats have it.
inline constexpr char rsa_pkcs1[] = R"(-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd/wWJcyQoTbji9k0
l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL+yRT+SFd2lZS+pC
gNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb/7OMg0LOL+bSf63kpaSHSX
ndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD
Zlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxXFvUK+DWNmoudF8NAco9/h9iaGNj8
q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQIDAQABAoIBABKucaRpzQorw35S
bEUAVx8dYXUdZOlJcHtiWQ+dC6V8ljxAHj/PLyzTveyI5QO/xkObCyjIL303l2cf
UhPu2MFaJdjVzqACXuOrLot/eSFvxjvqVidTtAZExqFRJ9mylUVAoLvhowVWmC1O
n95fZCXxTUtxNEG1Xcc7m0rtzJKs45J+N/V9DP1edYH6USyPSWGp6wuA+KgHRnKK
Vf9GRx80JQY7nVNkL17eHoTWEwga+lwi0FEoW9Y7lDtWXYmKBWhUE+U8PGxlJf8f
40493HDw1WRQ/aSLoS4QTp3rn7gYgeHEvfJdkkf0UMhlknlo53M09EFPdadQ4TlU
bjqKc50CgYEA4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH/5IB3jw3bcxGn6QLvnE
tfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw/Py5PJdTJNPY8cQn7ouZ2KKDcmnPG
BY5t7yLc1QlQ5xHdwW1VhvKn+nXqhJTBgIPgtldC+KDV5z+y2XDwGUcCgYEAuQPE
fgmVtjL0Uyyx88GZFF1fOunH3+7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYs
p1ZSe7zFYHj7C6ul7TjeLQeZD/YwD66t62wDmpe/HlB+TnBA+njbglfIsRLtXlnD
zQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdcCgYAHAp9XcCSrn8wVkMVkKdb7
DOX4IKjzdahm+ctDAJN4O/y7OW5FKebvUjdAIt2GuoTZ71iTG+7F0F+lP88jtjP4
U4qe7VHoewl4MKOfXZKTe+YCS1XbNvfgwJ3Ltyl1OH9hWvu2yza7q+d5PCsDzqtm
27kxuvULVeya+TEdAB1ijQKBgQCH/3r6YrVH/uCWGy6bzV1nGNOdjKc9tmkfOJmN
54dxdixdpozCQ6U4OxZrsj3FcOhHBsqAHvX2uuYjagqvo3cOj1TRqNocX40omfCC
Mx3bD1yPPf/6TI2XECva/ggqEY2mYzmIiA5LVVmc5nrybr+lssFKneeyxN2Wq93S
0iJMdQKBgCGHewxzoa1r8ZMD0LETNrToK423K377UCYqXfg5XMclbrjPbEC3YI1Z
NqMtuhdBJqUnBi6tjKMF+34Xf0CUN8ncuXGO2CAYvO8PdyCixHX52ybaDjy1FtCE
6yUXjoKNXKvUm7MWGsAYH6f4IegOetN5NvmUMFStCSkh7ixZLkN1
-----END RSA PRIVATE KEY-----
)";
inline constexpr char rsa_pkcs8[] = R"(-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCh+BYK4uPJtGXO
jS1lYmM2K5J9vinh8CR3/BYlzJChNuOL2TSXxbbqY913EeZ8dCn5VrD7io8ImtxL
aYk8wTM/U+3QGbh3hCUv7JFP5IV3aVlL6kKA0ywPVb9ilE8TA5a8bpvfbr3SvaNn
juygxmj3AbONv/s4yDQs4v5tJ/reSlpIdJed1LnPmt7Ex1sFhSwsD174pcF1A5L5
ROjtZMEQxrZHYJqkeDrrnGya11UxMFBji4NmXG9veoKjlnAqH2QbgtPr8jkiGUkf
toaHLFcW9Qr4NY2ai50Xw0Byj3+H2JoY2PyrZ62EWQwuz3WTOTY8BwNNb2BvniHg
VFbK5emhAgMBAAECggEAEq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyW
PEAeP88vLNO97IjlA7/GQ5sLKMgvfTeXZx9SE+7YwVol2NXOoAJe46sui395IW/G
O+pWJ1O0BkTGoVEn2bKVRUCgu+GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzj
kn439X0M/V51gfpRLI9JYanrC4D4qAdGcopV/0ZHHzQlBjudU2QvXt4ehNYTCBr6
XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl/x/jTj3ccPDVZFD9pIuhLhBOneufuBiB
4cS98l2SR/RQyGWSeWjnczT0QU91p1DhOVRuOopznQKBgQDgHMQQ60imZV1URk0K
pLttoLhyt3SmqdEf/kgHePDdtzEafpAu+cS191R2JiuoF2yzWXnwFDcqGigp5BNr
0AHQfD8/Lk8l1Mk09jxxCfui5nYooNyac8YFjm3vItzVCVDnEd3BbVWG8qf6deqE
lMGAg+C2V0L4oNXnP7LZcPAZRwKBgQC5A8R+CZW2MvRTLLHzwZkUXV866cff7tx6
kqa0finGG0KgeqlaZPxgCZnFp7AeAcCMtiynVlJ7vMVgePsLq6XtON4tB5kP9jAP
rq3rbAOal78eUH5OcED6eNuCV8ixEu1eWcPNCS/l1OW1EnXUEoEHKl54Xrrz2uNw
kgMTP1FZ1wKBgAcCn1dwJKufzBWQxWQp1vsM5fggqPN1qGb5y0MAk3g7/Ls5bkUp
5u9SN0Ai3Ya6hNnvWJMb7sXQX6U/zyO2M/hTip7tUeh7CXgwo59dkpN75gJLVds2
9+DAncu3KXU4f2Fa+7bLNrur53k8KwPOq2bbuTG69QtV7Jr5MR0AHWKNAoGBAIf/
evpitUf+4JYbLpvNXWcY052Mpz22aR84mY3nh3F2LF2mjMJDpTg7FmuyPcVw6EcG
yoAe9fa65iNqCq+jdw6PVNGo2hxfjSiZ8IIzHdsPXI89//pMjZcQK9r+CCoRjaZj
OYiIDktVWZzmevJuv6WywUqd57LE3Zar3dLSIkx1AoGAIYd7DHOhrWvxkwPQsRM2
tOgrjbcrfvtQJipd+DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd/QJQ3
ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp/gh6A56
03k2+ZQwVK0JKSHuLFkuQ3U=
-----END PRIVATE KEY-----
)";

inline constexpr char p256_sec1_with_parameters[] = R"(-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIId3AQZr3LWjRKYZN+xxMfdbXTKMblJRh9Hjmoe7b4zuoAoGCCqGSM49
AwEHoUQDQgAE8WkvrQYD/aM4xY8r0ZPpcaW1VJ443CcIGTB0SUlNfGpU7MbaXm0T
Aj2kI7JZHczONzcCHuD1gqno3Vea6aC5Mg==
-----END EC PRIVATE KEY-----
)";
/// The same key.
inline constexpr char p256_pkcs8[] = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgh3cBBmvctaNEphk3
7HEx91tdMoxuUlGH0eOah7tvjO6hRANCAATxaS+tBgP9ozjFjyvRk+lxpbVUnjjc
JwgZMHRJSU18alTsxtpebRMCPaQjslkdzM43NwIe4PWCqejdV5rpoLky
-----END PRIVATE KEY-----
)";
inline constexpr char p256_public[] = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8WkvrQYD/aM4xY8r0ZPpcaW1VJ44
3CcIGTB0SUlNfGpU7MbaXm0TAj2kI7JZHczONzcCHuD1gqno3Vea6aC5Mg==
-----END PUBLIC KEY-----
)";
inline constexpr char p256_certificate[] = R"(-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUEbNf7UZW8bvZ2W0R68qczlgY8RkwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjYwNDMyMzRaFw0zNjExMjMwNDMyMzRa
MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATxaS+t
BgP9ozjFjyvRk+lxpbVUnjjcJwgZMHRJSU18alTsxtpebRMCPaQjslkdzM43NwIe
4PWCqejdV5rpoLkyo1MwUTAdBgNVHQ4EFgQU4fty1icUSUsb+DLyBucdkqQEmvsw
HwYDVR0jBBgwFoAU4fty1icUSUsb+DLyBucdkqQEmvswDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiEAiUKPS3gQ2rMRA0tzgqT/Wf2CJkrrSd1ggw7b
LvK79fICIA97T3vgSBLZmPGeXomC63DE/5y0+rtnMtOJ7UMC2HoH
-----END CERTIFICATE-----
)";
inline constexpr char p256_encrypted[] = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgl+KRVw5cEyQICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBeFcFiQzQQfHCuu9+Ar8BoEgZD0
4pm4BvZNak+wlLgHivlaQwllwam9o45fahfnPcPqgqMJ7HXmFIqZnien2i1Zo9C+
CQg74XJ1CaoztXLi4J2LxqlcSqW7juq0JnSlf18SUlWFBeaS4cWoxxQ8+KDlDUTk
186qS806rgjE0EgkvOFpN08d4eFJU+/OJk8H8irJE8LRus/0OCV6601E3VPlktY=
-----END ENCRYPTED PRIVATE KEY-----
)";
inline constexpr char p256_encrypted_sec1[] = R"(-----BEGIN EC PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,C7992E27672D2B9893687B853CCB6716

0xqZZ2rby9oZmYcdJYTEj9nCikVbX5uTGp92IBJF7A0tKL4ujQnoSV05bYCpxADb
tktGEC75Kb88ewg4hESE/9MC1uTaQSwvjcT+IZ3NaXy+trCvl8wTJqqU5jiAoZQr
QIz3VFrqzXs4rNl4bifR9IbpRVVRucOgcPn1kq0D+Rs=
-----END EC PRIVATE KEY-----
)";
inline constexpr char p256_explicit_parameters[] = R"(-----BEGIN EC PRIVATE KEY-----
MIIBaAIBAQQgscjc9MTf7v1tBbs/+r9VyyebJqVsAO879G5ei3r05vyggfowgfcC
AQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////
MFsEIP////8AAAABAAAAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57Pr
vVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ44ROdJreBn36QBEEE
axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54W
K84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////+85vqtpxeehPO5ysL8
YyVRAgEBoUQDQgAEc7PKkjSc2gihaGdCru6nr2mKwsL/UeQZv3BO9H3biit3CfZk
lKQ6pEpplQsGBQzLRtHotKNBWOARZyNmWGPQ+Q==
-----END EC PRIVATE KEY-----
)";

inline constexpr char p384_sec1[] = R"(-----BEGIN EC PRIVATE KEY-----
MIGkAgEBBDAf4GzyBDGGcp1v3v449GIbrV32csC6txQsnri8pqax/9Qs/a0QxBbU
DqRX9nN51AigBwYFK4EEACKhZANiAATdJTDHPiXTR3qJVpQpJcWrG9DIGK4jCUg6
LO832BQgx/PuW7+wntK6oHEH4mNrXWlKKcaDCEgUBbB1Ygcyf5A+v8Zo9wQw+ApZ
dRqmhQb1QJs9BkBn+K8lSuPZ+10xPEE=
-----END EC PRIVATE KEY-----
)";
inline constexpr char p521_sec1[] = R"(-----BEGIN EC PRIVATE KEY-----
MIHcAgEBBEIBxRlOzB05eq4MsE7K8dHb5eAkFz1swji3Ev2aZmNeeI+uegAKAm2t
wiylCn2JJHZBo0ewlaRm3s8uoKJTPhmQS2ygBwYFK4EEACOhgYkDgYYABAG7MsRs
8iZKf907grlLviL3AF2IK8YE3pIMByHp6CHkVIQDeM9uHfWd/CJX61xkwV36Pint
ZzoaQz7qz6Fz6OUCSQEsY5+bhLhah9rnLSttNkXmhYGPVYJfw4icqWhncg83eP1g
I3Adqxt7VOcf/vtpuO+/BU/qF2Q3W2+HjFz5i5bf7A==
-----END EC PRIVATE KEY-----
)";
inline constexpr char secp256k1[] = R"(-----BEGIN EC PRIVATE KEY-----
MHQCAQEEIFmXsrUPilba6xdK1+l0bfmON+0XkfvffEKUayv0/m/8oAcGBSuBBAAK
oUQDQgAEU1p2WYzYWP6aAnc+lwrSLxplgpG9DLPyvFFyDE238e7xN8QWeJeqqr7k
mA834oGoRdtkXalPNuL9DAGYNgvuIA==
-----END EC PRIVATE KEY-----
)";
inline constexpr char ed25519[] = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIErf2syYGPgifimtXnJVvxAaUfFH+ijNCIJz4rmhJXYe
-----END PRIVATE KEY-----
)";
inline constexpr char openssh[] = R"(-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACBC+W+TWFWPNUPDjjX0jApQBvKLAhIACyGJgCFHaqET8AAAAJCzXriqs164
qgAAAAtzc2gtZWQyNTUxOQAAACBC+W+TWFWPNUPDjjX0jApQBvKLAhIACyGJgCFHaqET8A
AAAECMeATJsJYI8f73lxxF049erLydaRwaBwvCfjO9rPUYF0L5b5NYVY81Q8OONfSMClAG
8osCEgALIYmAIUdqoRPwAAAAB3Jvb3RAdm0BAgMEBQY=
-----END OPENSSH PRIVATE KEY-----
)";
inline constexpr char rsa_512[] = R"(-----BEGIN RSA PRIVATE KEY-----
MIIBOgIBAAJBALkB6PTZ9i9X8v/sGEvjSFOYHkEb6F72OHTZH0kVT3Zn/a8MDXdh
i9asq7K4xutJDeUJ+6Mv1ndN25rK5lM+RssCAwEAAQJATJ4a4NQnXUH6E7yt7zeo
K15zIRmyqSklBlco2rZlmy4O4OQBcaGb6RRzA4bVeQkj5cfXwGufkhyy6WOcTqQo
oQIhAO6DDmHIJItepP/vtXU6nrkJDwPNR6sTS46sVfDR1pBbAiEAxpKO2SkjzaHS
HSf8glB/gBjspRzLxOcRNAUnwlVS7lECIFE2SLBcwKy/5jjLOyMWebMRdY5a2HtU
z5Zd8clU+dUfAiBKJf/hZ1NPPdXPvVa08oopsyTqos4UQJRT8HjgQCwvgQIhANz3
KUCIDDqsUVojKlj7LBLCPJJeZvF3lpqvWueVJhx1
-----END RSA PRIVATE KEY-----
)";

/// The RSA key as a JWK; `more` are further members with a comma behind each.
inline std::string rsa_jwk(std::string const& more = {})
{
    auto const member = [](std::string const& name, std::string const& value) {
        return '"' + name + "\":\"" + value + "\",";
    };
    return '{' + more + member("n", rsa_n) + member("d", rsa_d) + member("p", rsa_p) + member("q", rsa_q) +
           member("dp", rsa_dp) + member("dq", rsa_dq) + member("qi", rsa_qi) + R"("e":"AQAB","kty":"RSA"})";
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

inline okta::json_web_key jwk_of(std::string_view json) { return okta::decode<okta::json_web_key>(json).value(); }

/// What an error says, and that nothing of it is left in OpenSSL's queue.
template <class T>
std::string failure(okta::result<T> const& r)
{
    if (ERR_peek_error() != 0) return "something is left in OpenSSL's queue";
    if (r) return "no error";
    return r.error().kind == okta::error_kind::invalid_request ? r.error().summary : r.error().message();
}

} // namespace jose_keys
#endif
