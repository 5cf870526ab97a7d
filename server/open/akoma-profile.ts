// The part of Akoma Ntoso 3.0 that our minutes use, written after the official schema (akomantoso30.xsd, OASIS, 29 August
// 2018): the same names, order and required attributes, and nothing beside what we write. What is valid here is valid there;
// docs/decisions/0011-minutes-as-files.md says how to ask the official one.

/** The schema as a file, served at /api/schema/akoma-ntoso-profil.xsd. */
export const akomaProfile = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" elementFormDefault="qualified">
  <xs:annotation><xs:documentation xml:lang="en">The profile of Akoma Ntoso 3.0 in which OGP-forum publishes minutes: a debateReport. Stricter than the official schema, and not a replacement for it.</xs:documentation></xs:annotation>

  <!-- Values -->
  <xs:simpleType name="noWhiteSpace"><xs:restriction base="xs:string"><xs:pattern value="[^\\s]+"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="words"><xs:restriction base="xs:string"><xs:pattern value="[\\s\\S]*\\S[\\s\\S]*"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="guid"><xs:restriction base="xs:string"><xs:pattern value="[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="localRef"><xs:restriction base="xs:anyURI"><xs:pattern value="#[^\\s#]+"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="webAddress"><xs:restriction base="xs:anyURI"><xs:pattern value="https?://[^\\s]+"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="aknName"><xs:restriction base="xs:anyURI"><xs:pattern value="/akn/[^\\s]+"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="reference"><xs:union memberTypes="aknName webAddress"/></xs:simpleType>
  <xs:simpleType name="zonedTime"><xs:restriction base="xs:dateTime"><xs:pattern value=".*(Z|[+\\-]\\d{2}:\\d{2})"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="languageCode"><xs:restriction base="xs:string"><xs:enumeration value="dan"/><xs:enumeration value="eng"/></xs:restriction></xs:simpleType>

  <!-- The document -->
  <xs:element name="akomaNtoso"><xs:complexType><xs:sequence><xs:element ref="debateReport"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="debateReport">
    <xs:complexType>
      <xs:sequence><xs:element ref="meta"/><xs:element ref="preface"/><xs:element ref="mainBody"/></xs:sequence>
      <xs:attribute name="name" use="required" fixed="referat"/>
      <xs:attribute name="contains" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="originalVersion"/><xs:enumeration value="singleVersion"/></xs:restriction></xs:simpleType></xs:attribute>
    </xs:complexType>
    <xs:unique name="eId"><xs:selector xpath=".//*"/><xs:field xpath="@eId"/></xs:unique>
    <xs:unique name="GUID"><xs:selector xpath=".//*"/><xs:field xpath="@GUID"/></xs:unique>
  </xs:element>

  <!-- What is said of the document -->
  <xs:element name="meta">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="identification"/>
        <xs:element ref="publication" minOccurs="0"/>
        <xs:element ref="lifecycle" minOccurs="0"/>
        <xs:element ref="workflow" minOccurs="0"/>
        <xs:element ref="references"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="identification">
    <xs:complexType><xs:sequence><xs:element ref="FRBRWork"/><xs:element ref="FRBRExpression"/><xs:element ref="FRBRManifestation"/></xs:sequence><xs:attribute name="source" type="localRef" use="required"/></xs:complexType>
  </xs:element>
  <xs:complexType name="coreProperties">
    <xs:sequence>
      <xs:element name="FRBRthis" type="aknValue"/>
      <xs:element name="FRBRuri" type="aknValue"/>
      <xs:element name="FRBRalias" minOccurs="0"><xs:complexType><xs:attribute name="value" type="webAddress" use="required"/><xs:attribute name="name" use="required" fixed="web"/></xs:complexType></xs:element>
      <xs:element name="FRBRdate"><xs:complexType><xs:attribute name="date" type="xs:date" use="required"/><xs:attribute name="name" type="xs:string" use="required"/></xs:complexType></xs:element>
      <xs:element name="FRBRauthor"><xs:complexType><xs:attribute name="href" type="localRef" use="required"/><xs:attribute name="as" type="localRef" use="required"/></xs:complexType></xs:element>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="aknValue"><xs:attribute name="value" type="aknName" use="required"/></xs:complexType>
  <xs:complexType name="wordsValue"><xs:attribute name="value" type="words" use="required"/></xs:complexType>
  <xs:complexType name="booleanValue"><xs:attribute name="value" type="xs:boolean" use="required"/></xs:complexType>
  <xs:element name="FRBRWork">
    <xs:complexType><xs:complexContent><xs:extension base="coreProperties"><xs:sequence>
      <xs:element name="FRBRcountry"><xs:complexType><xs:attribute name="value" use="required" fixed="dk"/></xs:complexType></xs:element>
      <xs:element name="FRBRsubtype"><xs:complexType><xs:attribute name="value" use="required" fixed="referat"/></xs:complexType></xs:element>
      <xs:element name="FRBRname" type="wordsValue"/>
      <xs:element name="FRBRprescriptive" type="booleanValue"/>
    </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  </xs:element>
  <xs:element name="FRBRExpression">
    <xs:complexType><xs:complexContent><xs:extension base="coreProperties"><xs:sequence>
      <xs:element name="FRBRversionNumber" minOccurs="0"><xs:complexType><xs:attribute name="value" type="xs:positiveInteger" use="required"/></xs:complexType></xs:element>
      <xs:element name="FRBRauthoritative" type="booleanValue"/>
      <xs:element name="FRBRlanguage" maxOccurs="2"><xs:complexType><xs:attribute name="language" type="languageCode" use="required"/></xs:complexType></xs:element>
    </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  </xs:element>
  <xs:element name="FRBRManifestation">
    <xs:complexType><xs:complexContent><xs:extension base="coreProperties"><xs:sequence>
      <xs:element name="FRBRformat"><xs:complexType><xs:attribute name="value" use="required" fixed="application/xml"/></xs:complexType></xs:element>
    </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  </xs:element>
  <xs:element name="publication">
    <xs:complexType><xs:attribute name="date" type="xs:date" use="required"/><xs:attribute name="name" type="words" use="required"/><xs:attribute name="showAs" type="words" use="required"/><xs:attribute name="number" type="xs:positiveInteger" use="required"/></xs:complexType>
  </xs:element>
  <xs:element name="lifecycle">
    <xs:complexType><xs:sequence><xs:element name="eventRef" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="eId" type="noWhiteSpace" use="required"/><xs:attribute name="date" type="zonedTime" use="required"/><xs:attribute name="source" type="localRef" use="required"/>
      <xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="generation"/><xs:enumeration value="amendment"/></xs:restriction></xs:simpleType></xs:attribute>
      <xs:attribute name="originatingExpression" type="xs:boolean" use="required"/>
    </xs:complexType></xs:element></xs:sequence><xs:attribute name="source" type="localRef" use="required"/></xs:complexType>
  </xs:element>
  <xs:element name="workflow">
    <xs:complexType><xs:sequence><xs:element name="step" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="eId" type="noWhiteSpace" use="required"/><xs:attribute name="date" type="zonedTime" use="required"/><xs:attribute name="by" type="localRef" use="required"/><xs:attribute name="as" type="localRef" use="required"/><xs:attribute name="outcome" type="localRef" use="required"/>
    </xs:complexType></xs:element></xs:sequence><xs:attribute name="source" type="localRef" use="required"/></xs:complexType>
  </xs:element>
  <!-- No TLCPerson: people are not made into references. -->
  <xs:element name="references">
    <xs:complexType>
      <xs:choice maxOccurs="unbounded">
        <xs:element name="original" type="referenceType"/><xs:element name="passiveRef" type="referenceType"/>
        <xs:element name="TLCOrganization" type="referenceType"/><xs:element name="TLCConcept" type="referenceType"/><xs:element name="TLCEvent" type="referenceType"/><xs:element name="TLCLocation" type="referenceType"/><xs:element name="TLCRole" type="referenceType"/>
        <xs:element name="TLCReference"><xs:complexType><xs:complexContent><xs:extension base="referenceType"><xs:attribute name="name" type="words" use="required"/></xs:extension></xs:complexContent></xs:complexType></xs:element>
      </xs:choice>
      <xs:attribute name="source" type="localRef" use="required"/>
    </xs:complexType>
    <xs:key name="referenceId"><xs:selector xpath="*"/><xs:field xpath="@eId"/></xs:key>
  </xs:element>
  <xs:complexType name="referenceType"><xs:attribute name="eId" type="noWhiteSpace" use="required"/><xs:attribute name="href" type="reference" use="required"/><xs:attribute name="showAs" type="words" use="required"/></xs:complexType>

  <!-- Words -->
  <xs:attributeGroup name="spoken"><xs:anyAttribute namespace="http://www.w3.org/XML/1998/namespace" processContents="skip"/></xs:attributeGroup>
  <xs:complexType name="inline" mixed="true">
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element ref="docType"/><xs:element ref="docTitle"/><xs:element ref="docDate"/><xs:element ref="docStatus"/>
      <xs:element ref="location"/><xs:element ref="organization"/><xs:element ref="date"/><xs:element ref="outcome"/><xs:element ref="recordedTime"/><xs:element ref="a"/><xs:element ref="br"/>
    </xs:choice>
    <xs:attributeGroup ref="spoken"/>
  </xs:complexType>
  <xs:element name="p" type="inline"/>
  <xs:element name="num" type="words"/>
  <xs:element name="heading"><xs:complexType><xs:simpleContent><xs:extension base="words"><xs:attributeGroup ref="spoken"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="docType" type="words"/>
  <xs:element name="docTitle" type="words"/>
  <xs:element name="docStatus" type="words"/>
  <xs:element name="docDate"><xs:complexType><xs:simpleContent><xs:extension base="words"><xs:attribute name="date" type="xs:date" use="required"/><xs:attribute name="refersTo" type="localRef" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:complexType name="referring"><xs:simpleContent><xs:extension base="words"><xs:attribute name="refersTo" type="localRef" use="required"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:element name="location" type="referring"/>
  <xs:element name="organization" type="referring"/>
  <xs:element name="outcome" type="referring"/>
  <xs:element name="date"><xs:complexType><xs:simpleContent><xs:extension base="words"><xs:attribute name="date" type="xs:date" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="recordedTime"><xs:complexType><xs:simpleContent><xs:extension base="words"><xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="startEvent"/><xs:enumeration value="endEvent"/></xs:restriction></xs:simpleType></xs:attribute><xs:attribute name="time" type="zonedTime" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="a"><xs:complexType><xs:simpleContent><xs:extension base="words"><xs:attribute name="href" type="webAddress" use="required"/><xs:attribute name="refersTo" type="localRef" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
  <xs:element name="br"><xs:complexType/></xs:element>

  <!-- The text -->
  <xs:element name="preface">
    <xs:complexType><xs:sequence>
      <xs:element name="longTitle"><xs:complexType><xs:sequence><xs:element ref="p" maxOccurs="unbounded"/></xs:sequence><xs:attribute name="eId" type="noWhiteSpace" use="required"/></xs:complexType></xs:element>
      <xs:element ref="p" maxOccurs="unbounded"/>
      <xs:element ref="table" minOccurs="0"/>
    </xs:sequence></xs:complexType>
  </xs:element>
  <xs:element name="table">
    <xs:complexType><xs:sequence>
      <xs:element name="caption" type="words"/>
      <xs:element name="tr" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:element name="th" type="cell" maxOccurs="unbounded"/><xs:element name="td" type="cell" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="eId" type="noWhiteSpace" use="required"/></xs:complexType>
  </xs:element>
  <xs:complexType name="cell"><xs:sequence><xs:element ref="p"/></xs:sequence></xs:complexType>
  <xs:element name="mainBody"><xs:complexType><xs:choice><xs:element ref="p"/><xs:element ref="debateSection" maxOccurs="unbounded"/></xs:choice><xs:attributeGroup ref="spoken"/></xs:complexType></xs:element>
  <xs:element name="debateSection">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="num"/><xs:element ref="heading"/>
        <xs:element ref="p" maxOccurs="unbounded"/>
        <xs:element ref="resolutions" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element ref="blockList" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="name" use="required" fixed="item"/>
      <xs:attributeGroup ref="permanent"/>
      <xs:attribute name="refersTo" type="localRef"/>
    </xs:complexType>
  </xs:element>
  <xs:attributeGroup name="permanent"><xs:attribute name="eId" type="noWhiteSpace" use="required"/><xs:attribute name="GUID" type="guid" use="required"/></xs:attributeGroup>
  <xs:element name="resolutions"><xs:complexType><xs:sequence><xs:element name="num"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{4}-[1-9]\\d*"/></xs:restriction></xs:simpleType></xs:element><xs:element ref="heading"/><xs:element ref="p" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:attributeGroup ref="permanent"/></xs:complexType></xs:element>
  <xs:element name="blockList">
    <xs:complexType><xs:sequence>
      <xs:element name="listIntroduction"><xs:complexType><xs:simpleContent><xs:extension base="words"><xs:attributeGroup ref="spoken"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
      <xs:element name="item" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:element ref="p" maxOccurs="unbounded"/></xs:sequence><xs:attributeGroup ref="permanent"/></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="eId" type="noWhiteSpace" use="required"/></xs:complexType>
  </xs:element>
</xs:schema>
`;
