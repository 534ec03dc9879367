import { chromium as pw } from "playwright-core";
import { writeFileSync } from "node:fs";
import { renderCollectionReport } from "@baedal/inspect";
import { simulateCollection } from "./test/simulate-collection.ts";
const cmp = { sequentialMs: 6482, concurrentMs: 456, idealMs: 453 };
const facts = [{label:"Per host",value:"10"},{label:"Concurrency",value:"64"},{label:"Command",value:"baedal collect -i urls.txt -o out"}];
const r30 = {...simulateCollection({requests:30,hosts:3,perHost:10,tls:false}), title:"Three sites, thirty requests", comparison: cmp, facts };
const r60 = {...simulateCollection({requests:60,hosts:3,perHost:4,failing:.15,seed:4}), title:"With errors", finished:false, facts};
r60.rows[3] = {...r60.rows[3], url: "https://api-a.example.com/"+ "very/long/".repeat(60)+"end?x=<script>alert(1)</script>\u202egnp.exe", error:{code:"ERR_BAEDAL_BODY", message:"The body was cut off: 12,000 of 40,000 bytes arrived </script><script>alert(2)</script>"}};
r60.rows[7] = {...r60.rows[7], status:null, attempts:0, bytes:null, timings:{queued:null,dns:null,connect:null,tls:null,sent:null,firstByte:null,done:null}, error:{code:"ERR_BAEDAL_ROBOTS",message:"robots.txt forbids it"}};
const r2k = {...simulateCollection({requests:2000,hosts:12,perHost:8,failing:.01,seed:3}), title:"Two thousand requests"};
const r100k = {...simulateCollection({requests:100000,hosts:300,perHost:8,failing:.01,seed:3}), title:"A hundred thousand requests"};
const set = {r30,r60,r2k,r100k,empty:{...r30,rows:[],durationMs:0,comparison:undefined,title:"Nothing"}};
for (const [n,r] of Object.entries(set)) { const t=performance.now(); const h=renderCollectionReport(r); console.log(n,(performance.now()-t|0)+"ms",(h.length/1000|0)+"kB"); writeFileSync(`/tmp/shots/${n}.html`,h); }
const b = await pw.launch({executablePath:"/tmp/chromium",args:["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"],headless:true});
const only = process.argv.slice(2);
async function shot(name, file, opts={}, act){ if(only.length&&!only.some(o=>name.startsWith(o)))return; const p=await b.newPage({viewport:{width:opts.w??1440,height:opts.h??1000},colorScheme:opts.dark?"dark":"light",javaScriptEnabled:!opts.nojs});
 p.on("console",m=>console.log(name,m.type(),m.text())); p.on("pageerror",e=>console.log(name,"ERR",e.message));
 const t=performance.now(); await p.goto(`file:///tmp/shots/${file}.html`); console.log(name,"load",performance.now()-t|0); if(act) await act(p); if(opts.gray) await p.evaluate(()=>document.documentElement.style.filter="grayscale(1)");
 if(opts.pdf){await p.emulateMedia({media:"print"});}
 await p.screenshot({path:`/tmp/shots/${name}.png`,fullPage:opts.full}); await p.close(); }
await shot("light30","r30",{full:true});
await shot("dark30","r30",{dark:true,full:true});
await shot("gray60","r60",{gray:true,full:true});
await shot("light60","r60",{h:1500}, async p=>{await p.locator("#pane").focus(); for(let i=0;i<4;i++)await p.keyboard.press("ArrowDown");});
await shot("numbers60","r60",{}, async p=>{await p.locator("#numbers").check(); await p.locator("#requests").scrollIntoViewIfNeeded(); await p.evaluate(()=>document.querySelector("#requests").scrollIntoView())});
await shot("zoom2k","r2k",{dark:true}, async p=>{await p.evaluate(()=>document.querySelector("#requests").scrollIntoView()); const m=await p.locator("#map").boundingBox(); await p.mouse.move(m.x+50,m.y+10); await p.mouse.down(); await p.mouse.move(m.x+150,m.y+10,{steps:4}); await p.mouse.up(); await p.mouse.move(m.x+200,m.y+250);});
await shot("light2k","r2k");
await shot("big","r100k");
await shot("narrow","r60",{w:420,h:1400});
await shot("mid","r30",{w:900,h:1100});
await shot("nojs","r30",{nojs:true});
await shot("empty","empty");
await shot("print","r60",{pdf:true,w:900,full:true});
await b.close();
