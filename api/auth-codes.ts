/** Codes of signing in and of what somebody may not do. Same shape as api-codes.ts, which takes them in. */
export const authCodes = {
  'auth/required': {
    status: 401,
    zh: '请先登录',
    en: 'Sign in first',
    next: {
      zh: '调用 POST /api/session 取得令牌,放入 Authorization: Bearer。',
      en: 'Get a token from POST /api/session and send it as Authorization: Bearer.',
    },
  },
  'auth/invalid-token': {
    status: 401,
    zh: '登录已失效',
    en: 'This sign-in is no longer valid',
    next: { zh: '重新登录。', en: 'Sign in again.' },
  },
  'auth/unknown-account': {
    status: 401,
    zh: '统一身份认证已通过,但本系统没有对应的在用人员',
    en: 'The identity provider knows you, but no active person here has that account',
    next: {
      zh: '请管理员在人员目录中加入账号 params.account 或恢复启用。',
      en: 'Ask an administrator to add the account params.account to the directory, or to make it active again.',
    },
  },
  'auth/provider-away': {
    status: 503,
    zh: '统一身份认证服务没有应答,暂不能核对登录',
    en: 'The identity provider does not answer, so this sign-in cannot be checked now',
    next: {
      zh: '按 Retry-After 稍后用同一令牌重试;本系统账号(POST /api/session)不受影响。',
      en: 'Try again with the same token as Retry-After says; accounts of this system (POST /api/session) work as ever.',
    },
  },
  'auth/wrong-credentials': {
    status: 401,
    zh: '用户名或密码错误',
    en: 'Wrong user name or password',
    next: { zh: '核对后重试。', en: 'Check both and try again.' },
  },
  'auth/too-many-attempts': {
    status: 429,
    zh: '登录失败次数过多,请稍后再试',
    en: 'Too many failed sign-ins; try again later',
    next: { zh: '按 Retry-After 等待。', en: 'Wait as Retry-After says.' },
  },
  'auth/not-permitted': {
    status: 403,
    zh: '您没有此项权限',
    en: 'You are not permitted to do this',
    next: {
      zh: '请联系具备 params.permission 权限的人员。',
      en: 'Ask somebody who holds params.permission.',
    },
  },
  'auth/wrong-password': {
    status: 403,
    zh: '原密码错误',
    en: 'The old password is wrong',
    next: { zh: '核对原密码。', en: 'Check the old password.' },
  },
  'auth/password-given': {
    status: 403,
    zh: '登录密码由他人设定,须先改为自己的密码',
    en: 'Somebody else chose this password; choose your own first',
    next: {
      zh: '用 POST /api/session/password 修改,再以新密码登录。',
      en: 'Change it with POST /api/session/password, then sign in with the new one.',
    },
  },
  'auth/weak-password': {
    status: 422,
    zh: '新密码不符合要求',
    en: 'The new password is too weak',
    next: {
      zh: '至少 params.minimum 个字符,且不同于用户名和原密码。',
      en: 'At least params.minimum characters, and neither the user name nor the old password.',
    },
  },
} as const;
