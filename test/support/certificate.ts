/** A self-signed certificate for 127.0.0.1 and localhost, made for tests and trusted by nobody; valid for a hundred years. */
export const testCertificate = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIBoTCCAUegAwIBAgIUd9qdKwMkULdTKSsfs1VbszUmTekwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2xpcHdheS10ZXN0MCAXDTI2MTEyMTAxMjcyMVoYDzIxMjYx
MDI4MDEyNzIxWjAXMRUwEwYDVQQDDAxzbGlwd2F5LXRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQT7zuT/F++G4OAysrd+T5a95XDrRG/IxEAPi8A4+WZrwID
Sa6aiPR+oi8I8HYO6PkKiffCtNkC7sN7vxeJdz0to28wbTAdBgNVHQ4EFgQUcp15
mDSbTh3JxP2UopoeIDq2kNkwHwYDVR0jBBgwFoAUcp15mDSbTh3JxP2UopoeIDq2
kNkwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3Qw
CgYIKoZIzj0EAwIDSAAwRQIgEVD674x0KCVcj8h3snE5fCd6ulNMyFR/5Ouys5Ze
dosCIQD73NokmbgBQ4rGLspXMPB2RmMttJsPVbrgY0l+647aZA==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBfOlJycHyEoBigmQ
FfVu0DN8ryf7qOLE9AwXPkb/6KmhRANCAAQT7zuT/F++G4OAysrd+T5a95XDrRG/
IxEAPi8A4+WZrwIDSa6aiPR+oi8I8HYO6PkKiffCtNkC7sN7vxeJdz0t
-----END PRIVATE KEY-----
`,
} as const;
