/** A page of a stand-in site. */
export interface DemoPage {
  /** Path and query. */
  readonly path: string;
  readonly title: string;
  /** Milliseconds before it answers: always the same, so that every run can be compared with every other. */
  readonly latency: number;
  /** Answers with a redirect to this path of the same site instead of a body. */
  readonly redirectTo?: string;
  /** Kilobytes of HTML, roughly. */
  readonly kilobytes?: number;
}

/** A stand-in for a web site, served from this machine. */
export interface DemoSite {
  readonly name: string;
  readonly tagline: string;
  /** The ten that the demo asks for. */
  readonly pages: readonly DemoPage[];
  /** Where its redirects lead. */
  readonly targets: readonly DemoPage[];
}

/**
 * The three sites that the article behind this project fetches ten times each: naver, google and instagram. Ten
 * different pages of each instead, because a collection keeps one record a URL. One after another they take 12 seconds,
 * as in the article; the slowest alone takes 2.
 */
export const demoSites: readonly DemoSite[] = [
  {
    name: "naver",
    tagline: "네이버를 시작페이지로",
    pages: [
      { path: "/", title: "첫 화면", latency: 260, kilobytes: 90 },
      { path: "/news", title: "뉴스", latency: 310, kilobytes: 70 },
      { path: "/sports", title: "스포츠", latency: 280, kilobytes: 55 },
      { path: "/weather", title: "서울 날씨", latency: 180, kilobytes: 20 },
      { path: "/finance", title: "증권", latency: 340, kilobytes: 60 },
      { path: "/webtoon", title: "웹툰", latency: 390, kilobytes: 80 },
      { path: "/shopping", title: "쇼핑", latency: 420, kilobytes: 100 },
      { path: "/map?place=seoul", title: "지도", latency: 230, kilobytes: 30 },
      { path: "/dictionary?word=배달", title: "사전", latency: 150, kilobytes: 15 },
      { path: "/mail", title: "메일", latency: 120, redirectTo: "/login?from=mail" },
    ],
    targets: [{ path: "/login?from=mail", title: "로그인", latency: 210, kilobytes: 10 }],
  },
  {
    name: "google",
    tagline: "Search the stand-in web",
    pages: [
      { path: "/", title: "Start", latency: 90, redirectTo: "/webhp?hl=ko" },
      { path: "/search?q=asyncio", title: "asyncio", latency: 340, kilobytes: 60 },
      { path: "/search?q=coroutine", title: "coroutine", latency: 320, kilobytes: 60 },
      { path: "/maps", title: "Maps", latency: 380, kilobytes: 45 },
      { path: "/images", title: "Images", latency: 290, kilobytes: 40 },
      { path: "/news", title: "News", latency: 270, kilobytes: 50 },
      { path: "/translate", title: "Translate", latency: 220, kilobytes: 25 },
      { path: "/scholar", title: "Scholar", latency: 310, kilobytes: 35 },
      { path: "/doodles", title: "Doodles", latency: 240, kilobytes: 30 },
      { path: "/about", title: "About", latency: 130, kilobytes: 12 },
    ],
    targets: [{ path: "/webhp?hl=ko", title: "Start", latency: 170, kilobytes: 15 }],
  },
  {
    name: "instagram",
    tagline: "Photos of things that are not there",
    pages: [
      { path: "/", title: "Home", latency: 500, kilobytes: 60 },
      { path: "/explore", title: "Explore", latency: 700, redirectTo: "/explore/tags/seoul" },
      { path: "/reels", title: "Reels", latency: 610, kilobytes: 70 },
      { path: "/seoul.food", title: "seoul.food", latency: 530, kilobytes: 50 },
      { path: "/hangang.runners", title: "hangang.runners", latency: 510, kilobytes: 50 },
      { path: "/busan.sea", title: "busan.sea", latency: 490, kilobytes: 50 },
      { path: "/p/first-snow", title: "First snow", latency: 550, kilobytes: 30 },
      { path: "/accounts/login", title: "Login", latency: 430, kilobytes: 15 },
      { path: "/developers", title: "Developers", latency: 390, kilobytes: 25 },
      { path: "/about", title: "About", latency: 340, kilobytes: 12 },
    ],
    targets: [{ path: "/explore/tags/seoul", title: "#seoul", latency: 1300, kilobytes: 80 }],
  },
];

/** One request as its caller sees it: the redirects it is sent through belong to it. */
export interface DemoRequest {
  readonly site: string;
  readonly path: string;
  /** Milliseconds from asking to the answer, redirects included, were there no overhead at all. */
  readonly latency: number;
  readonly redirected: boolean;
}

/** The 30 requests in the order in which the article makes them: one of each site, again and again. */
export function demoRequests(): readonly DemoRequest[] {
  const rounds = Math.max(...demoSites.map((site) => site.pages.length));
  return Array.from({ length: rounds }, (_, round) =>
    demoSites.flatMap((site) => site.pages.slice(round, round + 1).map((page) => requestOf(site, page))),
  ).flat();
}

function requestOf(site: DemoSite, page: DemoPage): DemoRequest {
  const target = site.targets.find(({ path }) => path === page.redirectTo);
  return {
    site: site.name,
    path: page.path,
    latency: page.latency + (target?.latency ?? 0),
    redirected: target !== undefined,
  };
}
